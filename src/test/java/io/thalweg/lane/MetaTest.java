package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetaTest {
    private static final int PART = 256 * 1_024;

    private static byte[] text(int length) {
        byte[] text = new byte[length];
        new SplittableRandom(length).nextBytes(text);
        return text;
    }

    private static List<byte[]> split(byte[] text) {
        return Meta.split(out -> out.write(text));
    }

    private static Meta restored(List<byte[]> parts) {
        Meta meta = new Meta();
        for (int part = parts.size() - 1; part >= 0; part--) {
            meta.restore(part, parts.get(part));
        }
        return meta;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PART - 5, PART - 4, PART - 3, PART, 3 * PART + 17})
    void partsAreSmallAndJoinToTheTextInWhateverOrderTheyCome(int length) {
        byte[] text = text(length);
        List<byte[]> parts = split(text);
        assertThat(parts)
                .isNotEmpty()
                .allSatisfy(part -> assertThat(part).isNotEmpty().hasSizeLessThanOrEqualTo(PART));
        assertThat(restored(parts).join()).isEqualTo(text);
    }

    @Test
    void partsLeftOverFromALongerTextDoNoHarm() {
        Meta meta = restored(split(text(3 * PART)));
        byte[] shorter = text(PART + 5);
        List<byte[]> parts = split(shorter);
        for (int part = 0; part < parts.size(); part++) {
            meta.restore(part, parts.get(part));
        }
        assertThat(meta.join()).isEqualTo(shorter);
    }

    @Test
    void whatWasNeverRestoredIsEmpty() {
        assertThat(new Meta().isEmpty()).isTrue();
        assertThat(restored(split(text(0))).isEmpty()).isFalse();
    }

    @Test
    void aMissingPartIsNoticed() {
        List<byte[]> parts = split(text(2 * PART));
        Meta withoutLast = restored(parts.subList(0, 2));
        assertThatThrownBy(withoutLast::join)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not whole");
        Meta withoutAny = new Meta();
        withoutAny.restore(0, new byte[2]);
        assertThatThrownBy(withoutAny::join)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not whole");
    }
}
