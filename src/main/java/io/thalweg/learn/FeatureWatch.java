package io.thalweg.learn;

import io.thalweg.drift.FeatureDrift;
import io.thalweg.drift.Shares;
import io.thalweg.drift.Shift;
import io.thalweg.drift.Watch;
import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is seen of the values of one feature. */
interface FeatureWatch extends Remembered {
    /** Its name. */
    String of();

    /** The change that this example completes, if it does. */
    @Nullable
    Shift observe(Example example);

    /** Of all that are to be watched, in the map's order. */
    static List<FeatureWatch> of(FeatureMap map, FeatureDrift settings) {
        List<FeatureWatch> watches = new ArrayList<>();
        List<Feature.Categorical> categoricals = map.categoricals();
        for (int i = 0; i < categoricals.size(); i++) {
            if (settings.of().contains(categoricals.get(i).name())) {
                Shares shares = new Shares(settings.window(), settings.threshold());
                watches.add(new OfCategories(categoricals.get(i).name(), i, shares));
            }
        }
        List<Feature.Numerical> numerics = map.numerics();
        for (int i = 0; i < numerics.size(); i++) {
            if (settings.of().contains(numerics.get(i).name())) {
                watches.add(new OfNumbers(numerics.get(i).name(), i, new Watch(settings.numbers())));
            }
        }
        return watches;
    }

    /** @param position among the categorical features */
    record OfCategories(String of, int position, Shares shares) implements FeatureWatch {
        @Override
        public @Nullable Shift observe(Example example) {
            return shares.observe(example.categories()[position]);
        }

        @Override
        public void write(DataOutput out) throws IOException {
            shares.write(out);
        }

        @Override
        public void read(DataInput in) throws IOException {
            shares.read(in);
        }
    }

    /** @param position among the numbers */
    record OfNumbers(String of, int position, Watch watch) implements FeatureWatch {
        @Override
        public @Nullable Shift observe(Example example) {
            return watch.observe(example.numbers()[position]);
        }

        @Override
        public void write(DataOutput out) throws IOException {
            watch.write(out);
        }

        @Override
        public void read(DataInput in) throws IOException {
            watch.read(in);
        }
    }
}
