package io.thalweg.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** Makes the steps that pass over values nobody asked for. Records that were met before are not made again. */
final class Skips {
    private static final Step KEY_OF_MAP = Step.SIZED;

    private final Map<String, Step> records = new LinkedHashMap<>();

    Step of(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> Step.NOTHING;
            case BOOLEAN -> Step.BOOLEAN;
            case ENUM -> symbol(schema.getEnumSymbols().size());
            case INT -> Step.INT;
            case LONG -> Step.LONG;
            case STRING, BYTES -> Step.SIZED;
            case FLOAT -> new Step.Fixed(Float.BYTES);
            case DOUBLE -> new Step.Fixed(Double.BYTES);
            case FIXED -> schema.getFixedSize() == 0 ? Step.NOTHING : new Step.Fixed(schema.getFixedSize());
            case UNION ->
                new Step.Union(schema.getTypes().stream().map(this::of).toArray(Step[]::new));
            case ARRAY -> items(of(schema.getElementType()));
            case MAP -> new Step.Items(new Step.Fields(new Step[] {KEY_OF_MAP, of(schema.getValueType())}));
            case RECORD -> record(schema);
        };
    }

    /** One step for fields in a row; what takes no bytes is left out, what has a fixed size is passed over at once. */
    static Step sequence(List<Step> steps) {
        List<Step> merged = new ArrayList<>();
        for (Step step : steps) {
            int last = merged.size() - 1;
            if (step instanceof Step.Fixed more
                    && last >= 0
                    && merged.get(last) instanceof Step.Fixed before
                    && before.size() <= Integer.MAX_VALUE - more.size()) {
                merged.set(last, new Step.Fixed(before.size() + more.size()));
            } else if (step != Step.NOTHING) {
                merged.add(step);
            }
        }
        return merged.isEmpty() ? Step.NOTHING : new Step.Fields(merged.toArray(Step[]::new));
    }

    private Step record(Schema schema) {
        Step known = records.get(schema.getFullName());
        if (known != null) {
            return known;
        }
        var recursion = new Step.Recursion();
        records.put(schema.getFullName(), recursion);
        Step made = sequence(
                schema.getFields().stream().map(field -> of(field.schema())).toList());
        recursion.target(made);
        records.put(schema.getFullName(), made);
        return made;
    }

    private static Step symbol(int symbols) {
        return (in, to) -> in.readIndex(symbols);
    }

    private static Step items(Step item) {
        return item == Step.NOTHING ? (in, to) -> in.skipNothings() : new Step.Items(item);
    }
}
