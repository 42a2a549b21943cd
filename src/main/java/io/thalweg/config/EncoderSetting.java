package io.thalweg.config;

import io.thalweg.encoder.Conv;
import io.thalweg.encoder.Encoder;
import io.thalweg.encoder.Gru;
import io.thalweg.encoder.ImageConv;
import io.thalweg.encoder.Lstm;
import io.thalweg.encoder.Mean;
import io.thalweg.encoder.TargetAttention;
import io.thalweg.feature.Feature;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code encoder:} of a sequence or image. Whatever of a sequence says nothing about its size is as wide as the
 * embedding.
 */
final class EncoderSetting {
    private static final Map<String, List<String>> KINDS = kinds();

    private static final Map<String, List<String>> OF_IMAGES =
            Collections.singletonMap("conv", List.of("filters", "width", "pool"));

    private EncoderSetting() {}

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("mean", List.of());
        kinds.put("conv", List.of("filters", "width"));
        kinds.put("gru", List.of("units"));
        kinds.put("lstm", List.of("units"));
        kinds.put("attention", List.of("units"));
        return kinds;
    }

    /**
     * @param dimension of the items' embeddings
     * @param candidate the categorical feature that the sequence is of, if there is one
     */
    static Encoder read(@Nullable Value value, int dimension, Feature.@Nullable Categorical candidate) {
        Optional<Choice> choice = value == null ? Optional.empty() : Choice.of(value, KINDS);
        if (value == null || choice.isEmpty()) {
            return new Mean();
        }
        if (choice.get().type().equals("attention") && candidate == null) {
            value.complain("is attention, which compares each item with the event's own, and the sequence is of no"
                    + " categorical feature; name that feature by 'of', or take mean, conv, gru or lstm");
            return new Mean();
        }
        Block block = choice.get().settings();
        int units = units(block, "units", dimension);
        return switch (choice.get().type()) {
            case "conv" -> new Conv(units(block, "filters", dimension), (int) block.whole("width", 3, 1, Conv.WIDEST));
            case "gru" -> new Gru(units);
            case "lstm" -> new Lstm(units);
            case "attention" -> new TargetAttention(units);
            default -> new Mean();
        };
    }

    /** The image itself and its {@code encoder:}, which is always a convolution. */
    static ImageConv image(Block image) {
        int most = ImageConv.MOST_NUMBERS;
        int height = (int) image.whole("height", 1, 1, most);
        int columns = (int) image.whole("width", 1, 1, most / height);
        int channels = (int) image.whole("channels", 1, 1, most / height / columns);
        Value value = image.get("encoder");
        Block settings = value == null
                ? image.child("encoder", List.of())
                : Choice.of(value, OF_IMAGES).map(Choice::settings).orElseGet(() -> Block.empty(value));
        int largest = Math.max(height, columns);
        int pool = (int) settings.whole("pool", Math.min(2, largest), 1, largest);
        return new ImageConv(height, columns, channels, units(settings, "filters", 8), oddWidth(settings), pool);
    }

    private static int oddWidth(Block settings) {
        int width = (int) settings.whole("width", 3, 1, ImageConv.WIDEST);
        Value value = settings.get("width");
        if (value == null || width % 2 == 1) {
            return width;
        }
        value.complain("must be odd, so that one pixel is in the middle, got %s", value.shown());
        return 3;
    }

    private static int units(Block block, String key, int usual) {
        return (int) block.whole(key, usual, 1, Encoder.MOST_UNITS);
    }
}
