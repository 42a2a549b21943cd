package io.thalweg.wire;

import io.thalweg.ingest.Column;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.ingest.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How the records of one writer's schema are read for one topic: made once from the names, run for every record. A
 * schema that cannot serve the topic makes a plan that refuses all its records, with one and the same reason.
 */
final class ReadPlan {
    private static final int LISTED = 20;

    private final InputMap map;
    private final Skips skips = new Skips();
    private final String schemaName;
    private final Step root;
    private Decoded.@Nullable Rejected refusal;

    ReadPlan(int id, Schema schema, InputTopic topic, InputMap map) {
        this.map = map;
        schemaName = "schema %d (%s)".formatted(id, schema.getFullName());
        if (schema.getType() == Schema.Type.RECORD) {
            root = fields(schema, "", topic.columns());
        } else {
            root = Step.NOTHING;
            refuse(Reason.NOT_AVRO, "schema %d is %s, not a record".formatted(id, words(schema)));
        }
    }

    /** Why no record of this schema can be used, or null. */
    Decoded.@Nullable Rejected refusal() {
        return refusal;
    }

    /** @throws Malformed if the bytes are not what the schema says, or more than it says */
    void run(AvroInput in, ObservationBuilder to) {
        root.run(in, to);
        if (in.remaining() > 0) {
            throw new Malformed("%d bytes behind the record's end".formatted(in.remaining()));
        }
    }

    private Step fields(Schema record, String path, List<Integer> columns) {
        Map<String, List<Integer>> wanted = new LinkedHashMap<>();
        for (int column : columns) {
            String rest = column(column).field().substring(path.length());
            int dot = rest.indexOf('.');
            wanted.computeIfAbsent(dot < 0 ? rest : rest.substring(0, dot), name -> new ArrayList<>())
                    .add(column);
        }
        List<Step> steps = new ArrayList<>();
        for (Schema.Field field : record.getFields()) {
            List<Integer> takers = wanted.remove(field.name());
            steps.add(takers == null ? skips.of(field.schema()) : field(field, path + field.name(), takers));
        }
        wanted.values().forEach(missing -> missing(record, missing.get(0)));
        return Skips.sequence(steps);
    }

    private Step field(Schema.Field field, String path, List<Integer> columns) {
        List<Step> steps = new ArrayList<>();
        List<Integer> inside = new ArrayList<>();
        for (int column : columns) {
            if (column(column).field().equals(path)) {
                steps.add(take(field.schema(), column));
            } else {
                inside.add(column);
            }
        }
        if (!inside.isEmpty()) {
            steps.add(nested(field.schema(), path, inside));
        }
        return steps.size() == 1 ? steps.get(0) : new Step.Again(steps.toArray(Step[]::new));
    }

    private Step nested(Schema schema, String path, List<Integer> columns) {
        if (schema.getType() == Schema.Type.RECORD) {
            return fields(schema, path + ".", columns);
        }
        if (schema.isNullable() && schema.isUnion() && schema.getTypes().size() == 2) {
            Step[] branches = new Step[2];
            for (int i = 0; i < 2; i++) {
                Schema branch = schema.getTypes().get(i);
                branches[i] = branch.getType() == Schema.Type.NULL ? Step.NOTHING : nested(branch, path, columns);
            }
            return new Step.Union(branches);
        }
        refuse(
                Reason.WRONG_TYPE,
                "field '%s' is %s in %s; '%s' needs a record"
                        .formatted(
                                path,
                                words(schema),
                                schemaName,
                                column(columns.get(0)).field()));
        return skips.of(schema);
    }

    private Step take(Schema schema, int column) {
        if (!schema.isUnion()) {
            Step step = direct(schema, column);
            return step == null ? wrong(schema, column) : step;
        }
        List<Schema> branches = schema.getTypes();
        Step[] steps = new Step[branches.size()];
        boolean useful = false;
        for (int i = 0; i < steps.length; i++) {
            Step step = direct(branches.get(i), column);
            useful |= step != null && branches.get(i).getType() != Schema.Type.NULL;
            steps[i] = step == null ? refusing(branches.get(i), column) : step;
        }
        return useful || branches.stream().allMatch(b -> b.getType() == Schema.Type.NULL)
                ? new Step.Union(steps)
                : wrong(schema, column);
    }

    private @Nullable Step direct(Schema schema, int column) {
        if (schema.getType() == Schema.Type.NULL) {
            return Step.NOTHING;
        }
        return switch (column(column).kind()) {
            case TEXT -> TextSteps.of(schema, (to, from, at, size) -> to.text(column, from, at, size));
            case NUMBER -> NumberSteps.of(schema, column, ObservationBuilder::number);
            case TIME -> TimeSteps.of(schema, column, map.timeRule());
            case TEXTS, NUMBERS ->
                schema.getType() == Schema.Type.ARRAY ? array(schema.getElementType(), column) : null;
        };
    }

    private @Nullable Step array(Schema items, int column) {
        boolean isText = column(column).kind() == Column.Kind.TEXTS;
        TextSteps.Begin begin = isText ? ObservationBuilder::sequence : ObservationBuilder::array;
        Step item = items.isUnion() ? union(items.getTypes(), column, isText) : item(items, column, isText);
        return item == null ? null : new TextSteps.Sequence(column, begin, item, skips.of(items));
    }

    private static @Nullable Step union(List<Schema> branches, int column, boolean isText) {
        Step[] steps = new Step[branches.size()];
        for (int i = 0; i < steps.length; i++) {
            Schema branch = branches.get(i);
            boolean isWords = !isText && branch.getType() == Schema.Type.STRING;
            Step step = isWords ? NumberSteps.refusedText(column) : item(branch, column, isText);
            if (step == null) {
                return null;
            }
            steps[i] = step;
        }
        return new Step.Union(steps);
    }

    private static @Nullable Step item(Schema schema, int column, boolean isText) {
        if (schema.getType() == Schema.Type.NULL) {
            return Step.NOTHING;
        }
        return isText
                ? TextSteps.of(schema, (to, from, at, size) -> to.element(column, from, at, size))
                : NumberSteps.of(schema, column, ObservationBuilder::component);
    }

    /** One branch among others that cannot be taken: refused when it comes. */
    private Step refusing(Schema branch, int column) {
        if (branch.getType() == Schema.Type.STRING && column(column).kind() == Column.Kind.NUMBER) {
            return NumberSteps.refusedText(column);
        }
        Step skip = skips.of(branch);
        String detail = complaint(branch, column);
        return (in, to) -> {
            to.reject(Reason.WRONG_TYPE, column, detail);
            skip.run(in, to);
        };
    }

    private Step wrong(Schema schema, int column) {
        refuse(Reason.WRONG_TYPE, "field '%s' %s".formatted(column(column).field(), complaint(schema, column)));
        return skips.of(schema);
    }

    private String complaint(Schema found, int column) {
        return "is %s in %s; allowed are %s".formatted(words(found), schemaName, allowed(column(column)));
    }

    private void missing(Schema record, int column) {
        List<String> names = record.getFields().stream().map(Schema.Field::name).toList();
        String listed = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
        refuse(
                Reason.MISSING_FIELD,
                "field '%s' is not in %s; it has %s%s"
                        .formatted(column(column).field(), schemaName, listed, names.size() > LISTED ? ", ..." : ""));
    }

    private void refuse(Reason reason, String detail) {
        if (refusal == null) {
            refusal = new Decoded.Rejected(reason, detail);
        }
    }

    private Column column(int column) {
        return map.columns().get(column);
    }

    private static String allowed(Column column) {
        return switch (column.kind()) {
            case TEXT -> TextSteps.ALLOWED;
            case NUMBER -> NumberSteps.ALLOWED;
            case TIME -> TimeSteps.ALLOWED;
            case TEXTS -> "an array of " + TextSteps.ALLOWED;
            case NUMBERS -> "an array of " + NumberSteps.ALLOWED;
        };
    }

    private static String words(Schema schema) {
        if (schema.isUnion()) {
            return String.join(
                    " or ", schema.getTypes().stream().map(ReadPlan::words).toList());
        }
        String type = schema.getLogicalType() == null
                ? schema.getType().name().toLowerCase(Locale.ROOT)
                : schema.getLogicalType().getName();
        return schema.getType() == Schema.Type.ARRAY ? type + " of " + words(schema.getElementType()) : type;
    }
}
