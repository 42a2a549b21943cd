#!/usr/bin/env bash
# Builds the image from the packaged program; run it anywhere in the repository, with a JDK, unzip
# and a container engine.
#
#   docker/build.sh [--tag NAME:TAG] [--base IMAGE] [--platform linux/amd64|linux/arm64] [--no-package] [--if-possible]
#
#   --base         a Java runtime of version 17 or newer, with glibc and bash, for secrets.sh openssl, too;
#                  THALWEG_BASE_IMAGE or eclipse-temurin:17-jre if not given; on arm64 it has libgomp.so.1, too
#   --no-package   takes target/ as it is, otherwise ./mvnw package is run first
#   --if-possible  where there is no engine or no base, says so and ends well
#
# Leaves a bill of materials (CycloneDX) in target/image/thalweg.cdx.json; the image holds the same.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf 'docker/build.sh: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
# What this machine lacks.
lack() { if [[ $if_possible ]]; then say "no image is made: $*"; exit 0; else die "$@"; fi }

tag=thalweg:latest base=${THALWEG_BASE_IMAGE:-eclipse-temurin:17-jre} platform='' packages=yes if_possible=''
while (($#)); do
    case $1 in
        --tag) tag=${2:?--tag needs a name}; shift 2 ;;
        --base) base=${2:?--base needs an image}; shift 2 ;;
        --platform) platform=${2:?--platform needs one}; shift 2 ;;
        --no-package) packages=''; shift ;;
        --if-possible) if_possible=yes; shift ;;
        *) die "unknown option $1" ;;
    esac
done
case ${platform:-linux/$(uname -m)} in
    linux/amd64 | linux/x86_64 | linux-x86_64) platform=linux/amd64 natives=linux-x86_64 short=amd64 snappy=x86_64 rocks=64 onnx=linux-x64 ;;
    linux/arm64 | linux/aarch64 | linux-arm64) platform=linux/arm64 natives=linux-arm64 short=aarch64 snappy=aarch64 rocks=-aarch64 onnx=linux-aarch64 ;;
    *) lack "no natives for ${platform:-$(uname -m)}; there are linux/amd64 and linux/arm64" ;;
esac
for tool in docker unzip; do command -v "$tool" >/dev/null || lack "no $tool on the PATH"; done
docker info >/dev/null 2>&1 || lack "no container engine answers (\`docker info\` fails)"
[[ $(docker image inspect -f '{{.Os}}/{{.Architecture}}' "$base" 2>/dev/null) == "$platform" ]] ||
    docker pull -q --platform "$platform" "$base" >/dev/null 2>&1 ||
    lack "there is no image $base of $platform, and it cannot be pulled: --base or THALWEG_BASE_IMAGE names another"
base_has() { # is there such a file in the base? It need not be able to run here.
    local container found=''
    container=$(docker create --platform "$platform" "$base" true)
    docker export "$container" | tar -t | grep "$1" >/dev/null || found=no
    docker rm "$container" >/dev/null
    [[ -z $found ]]
}
if [[ $natives == linux-arm64 ]] && ! base_has '/libgomp\.so\.1$'; then
    lack "$base has no libgomp.so.1, which ND4J's jar for arm64 does not bring along: install Debian's libgomp1 in it"
fi
maven=(bash ./mvnw)
"${maven[@]}" -v >/dev/null 2>&1 || maven=(mvn) # where the wrapper cannot download its own
maven+=(-B -q "-Djavacpp.platform=$natives")

stage=target/image
root=$stage/root/opt/thalweg
if [[ $packages ]]; then "${maven[@]}" -Dquick -Dmaven.test.skip=true package; fi
rm -rf "$stage"
mkdir -p "$root/lib/onnxruntime" "$root/bin" "$root/natives/lib" "$stage/state/var/lib/thalweg"
property() { sed -n "s:^ *<$1>\(.*\)</$1>:\1:p" pom.xml | head -n 1; }
version=$(property version)
program=target/thalweg-$version.jar
[[ -f $program ]] || die "there is no $program: leave out --no-package, or run ./mvnw package"
# The jars that this program asks for: target/lib may have others, too, of an earlier build or of another platform.
mapfile -t jars < <(unzip -p "$program" META-INF/MANIFEST.MF | tr -d '\r' | sed ':fold; N; s/\n //; t fold; P; D' |
    sed -n 's/^Class-Path: //p' | tr ' ' '\n' | sed -n 's:^lib/.*\.jar$:target/&:p')
[[ " ${jars[*]} " == *"-$natives.jar "* ]] || die "$program was built for another platform than $natives: leave out --no-package"
for jar in "${jars[@]}"; do [[ -f $jar ]] || die "there is no $jar, which $program asks for: leave out --no-package"; done
jar() { printf '%s\n' "${jars[@]}" | grep "^target/lib/$1-[0-9][^/]*$"; }
"${maven[@]}" org.cyclonedx:cyclonedx-maven-plugin:2.9.3:makeBom -DincludeTestScope=false -DincludeProvidedScope=true \
    -DincludeBomSerialNumber=false -DoutputFormat=json -DoutputDirectory="$PWD/$stage" -DoutputName=thalweg.cdx \
    dependency:copy -Dartifact="com.microsoft.onnxruntime:onnxruntime:$(property onnxruntime.version)" -Dmdep.stripVersion=true

# Jars of natives are unpacked once, here; their resources are then files, which JavaCPP loads where they are.
for jar in "${jars[@]}"; do
    case $jar in
        *-"$natives".jar) unzip -q -o "$jar" '*.so*' '*.properties' -d "$root/natives" -x 'META-INF/*' || [[ $? -eq 11 ]] ;;
        # 150 MB of natives for every other machine.
        */rocksdbjni-*) unzip -q -o "$jar" 'org/*' -d "$root/natives" && unzip -q -o "$jar" "librocksdbjni-linux$rocks.so" -d "$root/natives/lib" ;;
        *) cp "$jar" "$root/lib/" ;;
    esac
done
unzip -q "$stage/onnxruntime.jar" 'META-INF/*' ThirdPartyNotices.txt 'ai/onnxruntime/*.class' -d "$root/lib/onnxruntime"
unzip -q -j "$stage/onnxruntime.jar" "ai/onnxruntime/native/$onnx/*.so" -d "$root/natives/lib"
rm "$stage/onnxruntime.jar"
unzip -q -j -o "$(jar zstd-jni)" "linux/$short/libzstd-jni*.so" -d "$root/natives/lib"
mv "$root"/natives/lib/libzstd-jni-*.so "$root/natives/lib/libzstd-jni.so"
unzip -q -j -o "$(jar snappy-java)" "org/xerial/snappy/native/Linux/$snappy/libsnappyjava.so" -d "$root/natives/lib"
unzip -q -j -o "$(jar lz4-java)" "net/jpountz/util/linux/$short/liblz4-java.so" -d "$root/natives/lib"
(cd "$root/natives/lib" && find .. -path ../lib -prune -o -name '*.so*' -print0 | xargs -0 ln -sf -t . &&
    ln -sf libopenblas.so.0 libopenblas_nolapack.so.0)
cp "$program" "$root/thalweg.jar"
cp docker/bin/* "$root/bin/"
cp -r ops/examples "$root/examples"
cp LICENSE "$stage/thalweg.cdx.json" "$root/"

# Fixed times, order, owners and modes: the same files give the same archive.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date -u -d "$(property project.build.outputTimestamp)" +%s)}
export SOURCE_DATE_EPOCH
pack() { tar --format=gnu --sort=name --mtime="@$SOURCE_DATE_EPOCH" --numeric-owner --mode='u=rwX,go=rX' "$@"; }
pack --owner=0 --group=0 -C "$stage/root" -cf "$stage/libraries.tar" opt/thalweg/lib opt/thalweg/natives
pack --owner=0 --group=0 -C "$stage/root" --exclude=opt/thalweg/lib --exclude=opt/thalweg/natives -cf "$stage/thalweg.tar" opt/thalweg
pack --owner=65532 --group=65532 -C "$stage/state" -rf "$stage/thalweg.tar" var/lib/thalweg
rm -rf "$stage/root" "$stage/state"
cp docker/Dockerfile "$stage/"

revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)
docker build -q -t "$tag" --platform "$platform" --build-arg "BASE=$base" \
    --build-arg "VERSION=$version" --build-arg "REVISION=$revision" --build-arg "SOURCES=$(docker/sources)" \
    --build-arg "CREATED=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)" "$stage"
say "$tag: $(($(docker image inspect -f '{{.Size}}' "$tag") / 1000000)) MB unpacked," \
    "$(($(docker save "$tag" | gzip -6 | wc -c) / 1000000)) MB as it is pushed and pulled (gzip)"
