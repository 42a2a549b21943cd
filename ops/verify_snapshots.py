#!/usr/bin/python3
"""Recomputes SHA-256 and chain of snapshots, knowing nothing but schemas/SNAPSHOT.md.

    verify_snapshots.py BROKER REGISTRY-URL TOPIC      all snapshots on a topic
    verify_snapshots.py FILE.zip ...                   files that 'thalweg snapshots export' wrote

Files need Python alone; a topic needs Debian's python3-confluent-kafka, python3-avro and python3-requests.
Ends with 1 if a snapshot is not what its manifest says.
"""
import hashlib
import json
import os
import struct
import sys
import zipfile

ZEROS = "0" * 64
BLOCK = 4096


def complaint(manifest, pieces):
    """What is wrong with the bytes of a snapshot, or None."""
    data = b"".join(pieces)
    if len(pieces) != manifest["chunks"] or len(data) != manifest["bytes"]:
        return "%d chunks of %d bytes, not %d of %d" % (
            len(pieces), len(data), manifest["chunks"], manifest["bytes"])
    if hashlib.sha256(data).hexdigest() != manifest["sha256"]:
        return "SHA-256 differs"
    head = bytes.fromhex(manifest["previous"]) + struct.pack(">qq", manifest["firstOffset"], manifest["nextOffset"])
    if hashlib.sha256(head + data).hexdigest() != manifest["chain"]:
        return "chain differs"
    configuration = manifest["configuration"].encode()
    if hashlib.sha256(configuration).hexdigest() != manifest["fingerprint"]:
        return "the configuration's fingerprint differs"
    return entries(data, manifest)


def entries(data, manifest):
    """Walks the entries: regions ascending and not empty, then the parts of region 0."""
    at, last, text = 0, (1, -1), b""
    while at < len(data):
        if at + 12 > len(data):
            return "the last entry has no whole head"
        region, block, length = struct.unpack_from(">iii", data, at)
        at += 12
        place = (region if region > 0 else 1 << 31, block)
        if place <= last or region < 0 or length < 0 or at + length > len(data):
            return "entry (%d, %d) of %d bytes does not fit at byte %d" % (region, block, length, at)
        if region > 0 and (length > BLOCK or length % 4):
            return "block (%d, %d) has %d bytes" % (region, block, length)
        if region == 0:
            text += data[at:at + length]
        last, at = place, at + length
    return meta(text, manifest)


def meta(text, manifest):
    """The counts in the text of region 0 are those of the manifest."""
    length, version, parts = struct.unpack_from(">iii", text, 0)
    if length != len(text) - 4:
        return "the text of region 0 has %d bytes, not %d" % (len(text) - 4, length)
    if version != 2:
        return None  # another format; the digests hold all the same
    at = 12
    for _ in range(2 * parts):
        at += 4 + struct.unpack_from(">i", text, at)[0]
    next_offset, learned = struct.unpack_from(">qq", text, at)
    if (next_offset, learned) != (manifest["nextOffset"], manifest["examples"]):
        return "the model is that of offset %d after %d examples" % (next_offset, learned)
    return None


def from_file(path):
    with zipfile.ZipFile(path) as file:
        manifest = json.loads(file.read("manifest.json"))
        data = file.read("snapshot.bin")
    size = 512 * 1024
    return manifest, [data[at:at + size] for at in range(0, len(data), size)]


def from_topic(broker, registry, topic):
    """Yields (manifest, chunks) in the order of the manifests."""
    from confluent_kafka import Consumer, TopicPartition
    from confluent_kafka.avro import CachedSchemaRegistryClient
    from confluent_kafka.avro.serializer.message_serializer import MessageSerializer

    decoder = MessageSerializer(CachedSchemaRegistryClient({"url": registry}))

    def read(partition):
        consumer = Consumer({"bootstrap.servers": broker, "group.id": "verify-snapshots", "enable.auto.commit": False,
                             "isolation.level": "read_committed", "enable.partition.eof": True})
        first, end = consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=30)
        consumer.assign([TopicPartition(topic, partition, first)])
        while True:
            message = consumer.poll(30)
            if message is None:
                raise SystemExit("nothing came from %s for 30 s" % broker)
            if message.error():
                if message.error().code() == -191:  # the end of the partition
                    break
                raise SystemExit(message.error())
            if message.value() is not None:
                yield decoder.decode_message(message.value())
        consumer.close()

    manifests = list(read(1))
    found = {}
    for chunk in read(0):
        runs = found.setdefault(chunk["snapshot"], [])
        if chunk["index"] == 0 or not runs:
            runs.append([])
        runs[-1].append(chunk["bytes"])
    for manifest in manifests:
        runs = found.get(manifest["id"], [[]])
        good = [run for run in runs if complaint(manifest, run) is None]
        yield manifest, (good or runs)[-1]


def main(arguments):
    if not arguments or arguments[0] in ("-h", "--help"):
        raise SystemExit(__doc__)
    files = all(os.path.isfile(argument) for argument in arguments)
    if not files and len(arguments) != 3:
        raise SystemExit(__doc__)
    chains, bad = {ZEROS: "nothing"}, 0
    for manifest, pieces in map(from_file, arguments) if files else from_topic(*arguments):
        wrong = complaint(manifest, pieces)
        bad += wrong is not None
        follows = chains.get(manifest["previous"], "a snapshot that is not here")
        chains[manifest["chain"]] = manifest["id"]
        print("%s  %s (chain %.16s), %d bytes: %s; follows %s" % (
            "FAIL" if wrong else "PASS", manifest["id"], manifest["chain"], manifest["bytes"],
            wrong or "SHA-256 and chain agree", follows))
    print("%d snapshots, %d not as their manifests say" % (len(chains) - 1, bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
