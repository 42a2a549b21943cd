package io.thalweg.stream;

import io.thalweg.feature.Extracted;
import io.thalweg.feature.Extractor;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import io.thalweg.lane.LogRecord;
import io.thalweg.wire.EventReader;
import io.thalweg.wire.RegistryException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC.MDCCloseable;

/** Decodes and extracts one record, and sends it to the train log or to quarantine. No record can stop it. */
final class RouteProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private static final Logger log = LoggerFactory.getLogger(RouteProcessor.class);

    private final RouteTopology topology;
    private final Map<String, InputTopic> topics;
    private final EventReader reader;
    private final Extractor extractor;
    private @Nullable RouteOutputs outputs;

    RouteProcessor(RouteTopology topology) {
        this.topology = topology;
        InputMap input = topology.config().input();
        topics = input.topics().stream().collect(Collectors.toMap(InputTopic::name, Function.identity()));
        reader = new EventReader(input, topology.registry());
        extractor = new Extractor(topology.config().features(), input);
    }

    /** Here and not before, because the codecs ask the registry. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        outputs = new RouteOutputs(topology);
        Whereabouts.enter(topology.config().app());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata place = context().recordMetadata().orElseThrow();
        Source source = new Source(place.topic(), place.partition(), place.offset());
        RouteOutputs to = Objects.requireNonNull(outputs, "init comes first");
        Extracted extracted = read(record.value(), source);
        if (extracted instanceof Extracted.Accepted accepted) {
            var event = new LogRecord.Event(accepted.example());
            context().forward(to.logged(event, context().currentSystemTimeMs(), record), RouteTopology.TRAIN_LOG);
        } else if (extracted instanceof Extracted.Rejected rejected) {
            log.debug("{} goes to quarantine: {} {}", source, rejected.reason(), rejected.detail());
            context().forward(to.quarantined(rejected, source, record), RouteTopology.QUARANTINE);
        }
    }

    private Extracted read(byte[] value, Source source) {
        InputTopic topic = topics.get(source.topic());
        if (topic == null) {
            throw new IllegalStateException("a record came from " + source + ", which nobody subscribed to");
        }
        try {
            Decoded decoded = reader.read(value, topic, source);
            if (decoded instanceof Decoded.Accepted accepted) {
                return extractor.extract(accepted.observation());
            }
            Decoded.Rejected rejected = (Decoded.Rejected) decoded;
            return new Extracted.Rejected(rejected.reason(), rejected.detail());
        } catch (RegistryException | KafkaException e) {
            throw e; // not the record's fault
        } catch (RuntimeException e) {
            try (MDCCloseable at = Whereabouts.at(source.offset())) {
                log.error("a defect: {} could not be read, and should have been rejected with a reason", source, e);
            }
            return new Extracted.Rejected(Reason.DEFECT, e.toString());
        }
    }
}
