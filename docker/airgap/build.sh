#!/usr/bin/env bash
# Builds every image that the tests and compose.yaml need from packages of Debian and of Maven only, where no registry
# of images can be reached. Needs root, debootstrap, a JDK and a container engine; takes apt's and Maven's settings from
# this machine. What is there already is kept; --fresh makes the Java runtime anew.
#
#   thalweg-airgap/jre:17                     the base: Debian bookworm and its openjdk-17-jre-headless
#   thalweg-airgap/thalweg:latest             the image
#   thalweg-airgap/kafka:4.3.1                in place of apache/kafka
#   thalweg-airgap/apicurio-registry:3.0.9    in place of apicurio/apicurio-registry
#   thalweg-airgap/prometheus:latest          in place of prom/prometheus, if this machine has a prometheus
#
# docker/airgap/build.sh [--fresh] [--no-package]
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/../.."

say() { printf 'airgap: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

fresh='' options=()
for argument; do
    case $argument in
        --fresh) fresh=yes ;;
        --no-package) options+=(--no-package) ;;
        *) die "unknown option $argument" ;;
    esac
done
docker info >/dev/null 2>&1 || die "no container engine answers: start dockerd"
version() { sed -n "s:.*<$1.version>\(.*\)</.*:\1:p" pom.xml; }
base=thalweg-airgap/jre:17 own=thalweg-airgap/thalweg:latest
work=target/airgap
mkdir -p "$work"

make_base() {
    local root=$work/root
    [[ $(id -u) -eq 0 ]] || die "debootstrap needs root"
    command -v debootstrap >/dev/null || die "no debootstrap: apt-get install debootstrap"
    trap 'umount "$work/root/proc" 2>/dev/null || true; rm -rf --one-file-system "$work/root"' EXIT
    debootstrap --variant=minbase bookworm "$root" >"$work/debootstrap.log" 2>&1 || die "debootstrap failed: see $work/debootstrap.log"
    # What this machine knows about its mirrors and proxies, for as long as it takes.
    rm -rf "$work/apt.kept"
    cp -a "$root/etc/apt" "$work/apt.kept"
    cp -rL /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/"
    rm -f "$root/etc/apt/sources.list" "$root"/etc/apt/apt.conf.d/{50appstream,*needrestart*}
    if compgen -G '/etc/apt/sources.list.d/debian*' >/dev/null; then cp -rL /etc/apt/sources.list.d/debian* "$root/etc/apt/sources.list.d/"; fi
    if [[ -s /etc/apt/sources.list ]]; then cp -L /etc/apt/sources.list "$root/etc/apt/"; fi
    cp -rL /etc/apt/auth.conf.d "$root/etc/apt/" 2>/dev/null || true
    mkdir -p "$root/usr/share/man/man1"
    mount -t proc proc "$root/proc"
    if ! DEBIAN_FRONTEND=noninteractive chroot "$root" sh -c 'apt-get update -q &&
            apt-get install -q -y --no-install-recommends openjdk-17-jre-headless ca-certificates' >"$work/jre.log" 2>&1; then
        die "the Java runtime cannot be installed: see $work/jre.log"
    fi
    umount "$root/proc"
    rm -rf "$root/etc/apt" && mv "$work/apt.kept" "$root/etc/apt"
    rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* "$root"/usr/share/{doc,man,info,locale}/* "$root"/etc/resolv.conf
    tar -C "$root" --one-file-system -c . | docker import -m 'debootstrap bookworm, openjdk-17-jre-headless' - "$base" >/dev/null
    rm -rf --one-file-system "$root"
    trap - EXIT
}

has() { docker image inspect "$1" >/dev/null 2>&1; }

if [[ $fresh ]] || ! has "$base"; then say "making $base"; make_base; fi
say "making $own"
docker/build.sh --tag "$own" --base "$base" ${options[@]+"${options[@]}"}
say "making the stand-ins"
rm -rf "$work/kafka"
mkdir -p "$work/kafka"
maven=(bash ./mvnw)
"${maven[@]}" -v >/dev/null 2>&1 || maven=(mvn)
"${maven[@]}" -B -q dependency:copy "-Dartifact=org.apache.kafka:kafka-tools:$(version kafka)" -Dmdep.stripVersion=true "-DoutputDirectory=$work/kafka"
cp docker/airgap/kafka/* "$work/kafka/"
docker build -q -t "thalweg-airgap/kafka:$(version kafka)" --build-arg "THALWEG=$own" "$work/kafka"
rm -rf "$work/kafka"
rm -rf "$work/registry"
mkdir -p "$work/registry"
tar --sort=name --mtime=@0 --owner=0 --group=0 --mode='u=rwX,go=rX' -C target/registry -cf "$work/registry/registry.tar" .
cp docker/airgap/registry/Dockerfile "$work/registry/"
docker build -q -t "thalweg-airgap/apicurio-registry:$(version apicurio)" --build-arg "BASE=$base" "$work/registry"
rm -rf "$work/registry"
if prometheus=$(command -v prometheus); then
    mkdir -p "$work/prometheus"
    cp "$prometheus" docker/airgap/prometheus/Dockerfile "$work/prometheus/"
    docker build -q -t thalweg-airgap/prometheus:latest --build-arg "BASE=$base" "$work/prometheus"
    rm -rf "$work/prometheus"
fi
docker image ls --filter 'reference=thalweg-airgap/*' --format '{{.Repository}}:{{.Tag}}  {{.Size}}'
