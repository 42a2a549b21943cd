package io.thalweg.simulate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One record of the shop, to be published on its kind's topic. */
public final class ShopEvent {
    private static final int TOO_LONG = 5_000;
    private static final List<String> DEVICES = List.of("phone", "tablet", "desktop");

    private final Kind kind;
    private final Impression impression;
    private final Tastes.Truth truth;
    private final double label;
    private final Trouble trouble;

    ShopEvent(Kind kind, Impression impression, Tastes.Truth truth, double label, Trouble trouble) {
        this.kind = kind;
        this.impression = impression;
        this.truth = truth;
        this.label = label;
        this.trouble = trouble;
    }

    /** What a record is about; each has a topic and a label field of its own. */
    public enum Kind {
        CLICK("shop.click", "clicked"),
        DWELL("shop.dwell", "dwell_s"),
        BUY("shop.buy", "bought");

        private final String topic;
        private final String field;

        Kind(String topic, String field) {
            this.topic = topic;
            this.field = field;
        }

        public String topic() {
            return topic;
        }

        /** The label's field. */
        public String field() {
            return field;
        }
    }

    public Kind kind() {
        return kind;
    }

    public Trouble trouble() {
        return trouble;
    }

    /** Whether it has no label and only asks for scores. */
    public boolean isRequest() {
        return Double.isNaN(label);
    }

    /** When the item was shown, in epoch milliseconds. */
    public long time() {
        return impression.time();
    }

    /**
     * The value of a field: a {@code String}, {@code Double}, {@code Long} (epoch milliseconds) or a list of texts;
     * null where there is none.
     */
    public @Nullable Object cell(String field) {
        return switch (field) {
            case "impression_id" -> trouble == Trouble.NO_KEY ? null : Long.toString(impression.id());
            case "event_time" -> trouble == Trouble.BAD_TIME ? 0L : (Object) impression.time();
            case "user" -> Shop.userName(impression.user());
            case "item" -> trouble == Trouble.TOO_LONG ? "i".repeat(TOO_LONG) : Shop.itemName(impression.item());
            case "category" -> "c" + Tastes.category(impression.item());
            case "price" -> trouble == Trouble.NOT_FINITE ? Double.NaN : impression.price();
            case "device" -> DEVICES.get(impression.device());
            case "position" -> Integer.toString(impression.position());
            case "history" -> impression.history();
            default -> field.equals(kind.field) ? labelCell() : null;
        };
    }

    private @Nullable Object labelCell() {
        if (trouble == Trouble.BAD_LABEL) {
            return -5.0;
        }
        return isRequest() ? null : (Object) label;
    }

    double label() {
        return label;
    }

    Tastes.Truth truth() {
        return truth;
    }

    ShopEvent with(Trouble other) {
        return new ShopEvent(kind, impression, truth, label, other);
    }

    /** The same event with its label unknown. */
    ShopEvent asRequest() {
        return new ShopEvent(kind, impression, truth, Double.NaN, trouble);
    }
}
