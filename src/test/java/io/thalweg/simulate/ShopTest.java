package io.thalweg.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.simulate.ShopEvent.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShopTest {
    private static final int EVENTS = 60_000;
    private static final int GOLDEN = -1237973592; // of the first 10,000 records of shop 42
    private static final List<String> FIELDS = List.of(
            "impression_id",
            "event_time",
            "user",
            "item",
            "category",
            "price",
            "device",
            "position",
            "history",
            "clicked",
            "dwell_s",
            "bought");

    @Test
    void aSeedIsAShop() {
        assertThat(fingerprint(1)).isEqualTo(fingerprint(1)).isNotEqualTo(fingerprint(2));
    }

    @Test
    void theSameSeedGivesTheSameShopOnEveryMachine() {
        assertThat(fingerprint(42)).isEqualTo(GOLDEN);
    }

    @Test
    void everyRecordIsLabelledARequestADuplicateOrBroken() {
        Shop shop = run();
        long labelled = 0;
        for (Kind kind : Kind.values()) {
            labelled += shop.best(kind).labelled();
        }
        assertThat(shop.published()).isEqualTo(EVENTS);
        assertThat(labelled + shop.requests() + shop.duplicates() + shop.broken())
                .isEqualTo(EVENTS);
        assertThat(shop.requests() / (double) EVENTS).isCloseTo(0.005, within(0.002));
        assertThat(shop.duplicates() / (double) EVENTS).isCloseTo(0.001, within(0.0005));
        assertThat(shop.broken() / (double) EVENTS).isCloseTo(0.001, within(0.0005));
    }

    @Test
    void aDuplicateRepeatsALabelledRecordOfItsTopic() {
        Shop shop = new Shop(42, EVENTS);
        Map<String, String> seen = new HashMap<>();
        int duplicates = 0;
        for (int i = 0; i < EVENTS; i++) {
            ShopEvent event = shop.next();
            String key = event.kind() + " " + event.cell("impression_id");
            if (event.trouble() == Trouble.DUPLICATE) {
                duplicates++;
                assertThat(seen).containsEntry(key, cells(event));
            } else if (event.trouble() == Trouble.NONE && !event.isRequest()) {
                assertThat(seen.put(key, cells(event))).as(key).isNull();
            }
        }
        assertThat(duplicates).isPositive();
    }

    @Test
    void onlyClickedImpressionsAreReadAndBought() {
        Shop shop = new Shop(42, EVENTS);
        Set<Object> passedOver = new HashSet<>();
        for (int i = 0; i < EVENTS; i++) {
            ShopEvent event = shop.next();
            Object id = event.cell("impression_id");
            if (event.kind() != Kind.CLICK) {
                assertThat(id != null && passedOver.contains(id))
                        .as("impression %s", id)
                        .isFalse();
            } else if (Double.valueOf(0).equals(event.cell("clicked"))) {
                passedOver.add(id);
            }
        }
    }

    @Test
    void everyKindOfTroubleComesToPass() {
        Shop shop = new Shop(42, EVENTS);
        Set<Trouble> seen = new HashSet<>();
        for (int i = 0; i < EVENTS; i++) {
            seen.add(shop.next().trouble());
        }
        assertThat(seen).containsExactlyInAnyOrder(Trouble.values());
    }

    @Test
    void theTruthIsWorthKnowing() {
        Shop shop = run();
        double clicks = 0;
        assertThat(shop.best(Kind.DWELL).error()).isCloseTo(Tastes.DWELL_NOISE, within(0.02));
        Shop again = new Shop(42, EVENTS / 2);
        for (int i = 0; i < EVENTS; i++) {
            ShopEvent event = again.next();
            if (event.trouble() == Trouble.NONE && event.kind() == Kind.CLICK && !event.isRequest()) {
                clicks += event.label();
            }
        }
        double rate = clicks / shop.best(Kind.CLICK).labelled();
        double ofTheMean = -rate * StrictMath.log(rate) - (1 - rate) * StrictMath.log(1 - rate);
        assertThat(shop.best(Kind.CLICK).error()).isLessThan(0.9 * ofTheMean);
    }

    @Test
    void anotherSeasonBringsOtherItemsToTheFront() {
        Shop shop = new Shop(42, EVENTS / 2);
        assertThat(favourites(shop)).doesNotContainAnyElementsOf(favourites(shop));
    }

    private static List<Object> favourites(Shop shop) {
        Map<Object, Integer> shown = new HashMap<>();
        for (int i = 0; i < EVENTS / 2; i++) {
            ShopEvent event = shop.next();
            shown.merge(String.valueOf(event.cell("item")), 1, Integer::sum);
        }
        List<Object> items = new ArrayList<>(shown.keySet());
        items.sort((a, b) -> shown.get(b) - shown.get(a));
        return items.subList(0, 10);
    }

    private static Shop run() {
        Shop shop = new Shop(42, EVENTS / 2);
        for (int i = 0; i < EVENTS; i++) {
            shop.next();
        }
        return shop;
    }

    private static int fingerprint(long seed) {
        Shop shop = new Shop(seed, 5_000);
        int hash = 0;
        for (int i = 0; i < 10_000; i++) {
            hash = 31 * hash + cells(shop.next()).hashCode();
        }
        return hash;
    }

    private static String cells(ShopEvent event) {
        StringBuilder cells = new StringBuilder(event.kind().topic());
        FIELDS.forEach(field -> cells.append('|').append(event.cell(field)));
        return cells.toString();
    }
}
