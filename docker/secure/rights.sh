#!/usr/bin/env bash
# Users of Kafka, topics, and the rights that `thalweg check --acls` lists: learner, server and events have no others.
# Runs at every `up`; a password that has changed is Kafka's from then on.
set -euo pipefail
cd /run/secrets
PATH=/opt/kafka/bin:$PATH
exec 2> >(sed -u 's/password=.*/password=(hidden)/' >&2) # a command that fails shows what it was given
readonly SERVER_ADDRESS=kafka:19093 AT_ONCE=3
failed=''

# Each of these commands is a JVM.
run() {
    while (($(jobs -rp | wc -l) >= AT_ONCE)); do wait -n || failed=yes; done
    "$@" >/dev/null &
}
finish() {
    local job
    for job in $(jobs -p); do wait "$job" || failed=yes; done
    if [[ $failed ]]; then echo "rights: a command has failed: see above" >&2; exit 1; fi
}
at_broker() { local tool=$1; shift; run "$tool" --bootstrap-server "$SERVER_ADDRESS" --command-config admin.properties "$@"; }

for file in *.user; do
    at_broker kafka-configs.sh --alter --entity-type users --entity-name "${file%.user}" --add-config-file "$file"
done
# The registry keeps its schemas on topics of its own, and reads them in a group whose name it makes up.
at_broker kafka-acls.sh --add --allow-principal User:registry --operation All --topic kafkasql- --resource-pattern-type prefixed
at_broker kafka-acls.sh --add --allow-principal User:registry --operation All --topic registry-events
at_broker kafka-acls.sh --add --allow-principal User:registry --operation Read --group '*'
at_broker kafka-acls.sh --add --allow-principal User:registry --operation Create --operation DescribeConfigs --cluster

# acls.sh as it is, but for what takes long, for topics that are there already, and for roles that nobody has here.
kafka-topics.sh() { run command kafka-topics.sh "$@" --if-not-exists; }
kafka-acls.sh() { run command kafka-acls.sh "$@"; }
sed -e "s/--bootstrap-server kafka:19092/--bootstrap-server $SERVER_ADDRESS/" -e '/^kafka-acls.*"\$\(READER\|OPERATOR\)"/d' \
    acls.sh >/tmp/acls.sh
. /tmp/acls.sh
# The learner shows the live page: it serves, too.
grep '"\$SERVER"' /tmp/acls.sh >/tmp/serve.sh
# shellcheck disable=SC2034 # the next line reads it
SERVER=$LEARNER
. /tmp/serve.sh
finish
echo "rights: $(cat ./*.user | wc -l) users, and the rights of acls.sh"
