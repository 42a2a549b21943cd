{{- define "thalweg.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "thalweg.selector" -}}
app.kubernetes.io/name: thalweg
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "thalweg.labels" -}}
{{ include "thalweg.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "thalweg.image" -}}
{{- with .Values.image }}{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}{{ end }}
{{- end }}

{{- /* Half of the container's memory is heap. What was tried with the demo's shop, and the model four times: in the heap
       itself and once more while a snapshot is made or swapped in, and both again for the half that is not heap. */}}
{{- define "thalweg.memory" -}}
{{- if .part.memory }}{{ .part.memory }}{{ else }}{{ add 1536 (div (mul 4 (int64 .root.Values.learner.modelBytes)) 1048576) }}Mi{{ end }}
{{- end }}

{{- define "thalweg.pod" -}}
serviceAccountName: {{ include "thalweg.name" .root }}
automountServiceAccountToken: false
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile:
    type: RuntimeDefault
{{- with .part.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .part.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "thalweg.container" -}}
image: {{ include "thalweg.image" .root | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
env:
  - name: POD_NAME
    valueFrom:
      fieldRef:
        fieldPath: metadata.name
  - name: THALWEG_LOG
    value: json
  {{- with .part.javaOptions }}
  - name: THALWEG_JAVA_OPTS
    value: {{ . | quote }}
  {{- end }}
  {{- range .root.Values.secrets.variables }}
  - name: {{ .name }}
    valueFrom:
      secretKeyRef:
        name: {{ .secret }}
        key: {{ .key }}
  {{- end }}
ports:
  - name: http
    containerPort: 8080
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
resources:
  requests:
    cpu: {{ .part.cpu | quote }}
    memory: {{ include "thalweg.memory" . }}
  limits:
    memory: {{ include "thalweg.memory" . }}
startupProbe:
  httpGet: { path: /health/live, port: http, scheme: {{ .root.Values.scheme }} }
  periodSeconds: 5
  failureThreshold: 60
livenessProbe:
  httpGet: { path: /health/live, port: http, scheme: {{ .root.Values.scheme }} }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: { path: {{ .ready }}, port: http, scheme: {{ .root.Values.scheme }} }
  periodSeconds: 5
  timeoutSeconds: 5
volumeMounts:
  - name: config
    mountPath: /etc/thalweg/config
    readOnly: true
  - name: tmp
    mountPath: /tmp
  {{- range $i, $file := .root.Values.secrets.files }}
  - name: secret-{{ $i }}
    mountPath: {{ $file.path }}
    readOnly: true
  {{- end }}
{{- end }}

{{- define "thalweg.volumes" -}}
- name: config
  configMap:
    name: {{ include "thalweg.name" .root }}
- name: tmp
  emptyDir:
    sizeLimit: 512Mi
{{- range $i, $file := .root.Values.secrets.files }}
- name: secret-{{ $i }}
  secret:
    secretName: {{ $file.secret }}
    defaultMode: 0440
{{- end }}
{{- end }}
