#!/usr/bin/env bash
# Users of Kafka, topics, and the rights that `thalweg check --acls` lists: learner, server and events have no others.
# Runs at every `up`; a password that has changed is Kafka's from then on.
set -euo pipefail
cd /run/secrets
readonly SERVER_ADDRESS=kafka:19093 AT_ONCE=3 FAILED=/tmp/failed
rm -f "$FAILED"

# Each of these commands is a JVM. What one has said is shown if it fails: on both streams, and without passwords.
run() {
    while (($(jobs -rp | wc -l) >= AT_ONCE)); do wait -n || true; done
    {
        if ! said=$("$@" 2>&1); then
            printf 'rights: this has failed: %s\n%s\n' "$*" "$said" | sed 's/password=.*/password=(hidden)/' >&2
            touch "$FAILED"
        fi
    } &
}
finish() {
    wait
    [[ ! -e $FAILED ]] || { echo "rights: not all of them are given: see above" >&2; exit 1; }
}
at_broker() { local tool=$1; shift; run "/opt/kafka/bin/$tool" --bootstrap-server "$SERVER_ADDRESS" --command-config admin.properties "$@"; }

for file in *.user; do
    at_broker kafka-configs.sh --alter --entity-type users --entity-name "${file%.user}" --add-config-file "$file"
done
# The registry keeps its schemas on two topics, tells changes on a third, and reads in groups of ever new names.
for topic in kafkasql-journal kafkasql-snapshots registry-events; do
    at_broker kafka-topics.sh --create --if-not-exists --topic "$topic" --partitions 1 --config cleanup.policy=delete --config retention.ms=-1
done
at_broker kafka-acls.sh --add --allow-principal User:registry --operation Read --operation Write --topic kafkasql-journal --topic kafkasql-snapshots
at_broker kafka-acls.sh --add --allow-principal User:registry --operation Write --topic registry-events
at_broker kafka-acls.sh --add --allow-principal User:registry --operation Read --group apicurio- --resource-pattern-type prefixed

# acls.sh as it is, but for what takes long, for topics that are there already, and for roles that nobody has here.
kafka-topics.sh() { run /opt/kafka/bin/kafka-topics.sh "$@" --if-not-exists; }
kafka-acls.sh() { run /opt/kafka/bin/kafka-acls.sh "$@"; }
sed -e "s/--bootstrap-server kafka:19092/--bootstrap-server $SERVER_ADDRESS/" -e '/^kafka-acls.*"\$\(READER\|OPERATOR\)"/d' \
    acls.sh >/tmp/acls.sh
. /tmp/acls.sh
# The learner shows the live page: it serves, too.
grep '"\$SERVER"' /tmp/acls.sh >/tmp/serve.sh
# shellcheck disable=SC2034 # the next line reads it
SERVER=$LEARNER
. /tmp/serve.sh
finish
echo "rights: $(cat ./*.user | wc -l) users, and their rights of acls.sh"
