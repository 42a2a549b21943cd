#!/usr/bin/env bash
# Certificates, passwords, tokens and keys of the profile "secure": makes what is missing, each into the volume of the
# one part that reads it, and says no secret. What stands in /own (THALWEG_OWN of compose.yaml) is taken instead:
#
#   ca.crt                                      an authority that everybody trusts beside our own
#   WHO/tls.crt WHO/tls.key                     PEM, the key in PKCS#8: of kafka, registry, learner, serve, prometheus, grafana
#   WHO/password                                of a user of Kafka's: registry, events, learner, serve, operator; of grafana
#   operator/operator-key                       to ask learner and server with, at least 16 characters
#
# Runs at every `up`: a file that is gone, or a certificate of ours that ends within 30 days, is made anew.
set -euo pipefail
umask 077
cd /secrets
declare -A uid=([kafka]=1000 [rights]=1000 [registry]=1001 [events]=65532 [learner]=65532 [serve]=65532
    [prometheus]=65534 [grafana]=472 [operator]=0)
declare -A user=([registry]=registry [events]=shop-source [learner]=shop-learner [serve]=shop-server [operator]=operator)
readonly DAYS=825 SOON=$((30 * 86400))

say() { printf 'secrets: %s\n' "$*"; }
die() { say "$@"; exit 1; }
# quiet COMMAND...: what it says, only if it fails.
quiet() {
    local said
    said=$("$@" 2>&1) || die "this has failed: $*"$'\n'"$said"
}
word() { openssl rand -hex 24; }
url64() { openssl base64 -A | tr '+/' '-_' | tr -d =; }

# kept_word FILE [LENGTH]: of so many characters at least.
kept_word() {
    local least=${2:-8}
    if [[ -s /own/$1 ]]; then
        [[ $(cat "/own/$1") =~ ^[A-Za-z0-9._~+/=-]{$least,}$ ]] || die "your $1 must be $least or more of A-Z a-z 0-9 . _ ~ + / = -"
        cp "/own/$1" "$1"
    elif [[ ! -s $1 ]]; then
        word >"$1"
        say "made $1"
    fi
}

# authority NAME: one that signs; ca what answers, clients who may ask Prometheus.
authority() {
    local file=authority/$1
    [[ -s $file.key ]] && openssl x509 -checkend "$SOON" -noout -in "$file.crt" >/dev/null && return
    quiet openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=thalweg compose $1" \
        -keyout "$file.key" -out "$file.crt"
    say "made the authority $1"
}

# signed AUTHORITY WHO FILE USAGE: that WHO has a certificate and a key of this name.
signed() {
    local authority=authority/$1 who=$2 file=$2/$3 usage=$4
    if [[ -s $file.crt && -s $file.key ]] && openssl verify -CAfile "$authority.crt" "$file.crt" >/dev/null 2>&1 &&
        openssl x509 -checkend "$SOON" -noout -in "$file.crt" >/dev/null; then return; fi
    printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=%s\n' "$who" "$usage" >"/tmp/$who.ext"
    quiet openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$file.key"
    quiet openssl req -new -key "$file.key" -subj "/CN=$who" -out "/tmp/$who.csr"
    quiet openssl x509 -req -in "/tmp/$who.csr" -CA "$authority.crt" -CAkey "$authority.key" -CAcreateserial -days "$DAYS" \
        -extfile "/tmp/$who.ext" -out "$file.crt"
    say "made the certificate $file.crt"
}

# taken WHO: the user's own certificate and key, if they can be what WHO answers with.
taken() {
    local who=$1 own=/own/$1/tls
    [[ -s $own.key ]] || die "there is your $who/tls.crt, but no $who/tls.key"
    [[ $(head -n 1 "$own.key") == '-----BEGIN PRIVATE KEY-----' ]] || die "your $who/tls.key is not PEM in PKCS#8: openssl pkcs8 -topk8 -nocrypt"
    [[ $(openssl x509 -in "$own.crt" -pubkey -noout 2>&1) == "$(openssl pkey -in "$own.key" -pubout 2>&1)" ]] ||
        die "your $who/tls.key is not the key of your $who/tls.crt"
    openssl x509 -in "$own.crt" -checkend 0 -noout >/dev/null || die "your $who/tls.crt is over: $(openssl x509 -in "$own.crt" -enddate -noout)"
    openssl x509 -in "$own.crt" -checkhost "$who" -noout | grep -q 'does match' || die "your $who/tls.crt is not for the name $who"
    cp "$own.crt" "$own.key" "$who/"
}

certificate() {
    if [[ -s /own/$1/tls.crt ]]; then taken "$1"; else signed ca "$1" tls serverAuth; fi
}

# token WHO ROLE: what shows the registry who asks, signed here and verified there by the public key alone.
token() {
    local now words
    now=$(date +%s)
    words=$(printf '{"alg":"RS256","typ":"JWT"}' | url64).$(printf '{"iss":"thalweg","sub":"%s","groups":["%s"],"iat":%d,"exp":%d}' "$1" "$2" "$now" "$((now + DAYS * 86400))" | url64)
    printf '%s.%s\n' "$words" "$(printf %s "$words" | openssl dgst -sha256 -sign authority/token.key | url64)" >"$1/registry-token"
}

scram() { printf 'org.apache.kafka.common.security.scram.ScramLoginModule required username="%s" password="%s";' "$1" "$2"; }

# of_kafka MECHANISM JAAS [PREFIX]: how a client reaches Kafka, as properties.
of_kafka() {
    printf "${3:-}%s\n" security.protocol=SASL_SSL "sasl.mechanism=$1" "sasl.jaas.config=$2" ssl.truststore.type=PEM
}

for who in "${!uid[@]}"; do
    [[ -d $who ]] || die "no volume for $who"
done
authority ca
authority clients
[[ -s authority/token.key ]] || quiet openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out authority/token.key
for who in kafka registry learner serve prometheus grafana; do certificate "$who"; done
for who in grafana operator; do signed clients "$who" client clientAuth; done
cp authority/clients.crt prometheus/
for who in kafka grafana "${!user[@]}"; do kept_word "$who/password"; done
kept_word operator/operator-key 16
kept_word prometheus/prometheus-key 16
for who in "${!uid[@]}"; do
    cat authority/ca.crt >"$who/ca.crt"
    if [[ -s /own/ca.crt ]]; then cat /own/ca.crt >>"$who/ca.crt"; fi
done
token events sr-developer && token learner sr-developer && token serve sr-readonly && token operator sr-admin

cat kafka/tls.key kafka/tls.crt >kafka/keystore.pem
broker=$(cat kafka/password)
printf 'jaas=org.apache.kafka.common.security.plain.PlainLoginModule required username="broker" password="%s" user_broker="%s";\n' \
    "$broker" "$broker" >kafka/kafka.properties

{
    of_kafka PLAIN "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"broker\" password=\"$broker\";"
    echo ssl.truststore.location=/run/secrets/ca.crt
} >rights/admin.properties
for who in "${!user[@]}"; do printf 'SCRAM-SHA-512=password=%s\n' "$(cat "$who/password")" >"rights/${user[$who]}.user"; done

{
    cat /secure/registry.properties
    echo "quarkus.oidc.thalweg.public-key=$(openssl pkey -in authority/token.key -pubout | grep -v -e ----- | tr -d '\n')"
    of_kafka SCRAM-SHA-512 "$(scram registry "$(cat registry/password)")" apicurio.kafka.common.
    echo apicurio.kafka.common.ssl.truststore.location=/run/secrets/ca.crt
} >registry/registry.properties
{
    of_kafka SCRAM-SHA-512 "$(scram operator "$(cat operator/password)")"
    echo ssl.truststore.location=ca.crt
} >operator/kafka.properties

for who in learner serve; do
    cp operator/operator-key prometheus/prometheus-key "$who/"
    { grep -Ev '^(kafka|registry|serve):' /etc/thalweg/shop.yaml; cat /secure/clients.yaml /secure/serve.yaml; } >"$who/shop.yaml"
done
{ grep -Ev '^(kafka|registry|serve):' /etc/thalweg/shop.yaml; cat /secure/clients.yaml; } >events/shop.yaml
KAFKA_USER=shop-source /opt/thalweg/bin/thalweg check -c events/shop.yaml --acls >rights/acls.sh

for who in "${!uid[@]}"; do
    chown -R "${uid[$who]}" "$who"
    chmod -R u=rX,go= "$who"
done
say "everything is there"
