package io.thalweg.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two models beside each other.
 *
 * @param changes of the sections that both have, alike
 * @param incomparable a line for each of the others, and why
 */
public record Comparison(List<SectionChange> changes, List<String> incomparable) {
    /** Pairs sections by name. */
    public static Comparison of(List<Section> before, List<Section> after) {
        Map<String, Section> others = new LinkedHashMap<>();
        after.forEach(section -> others.put(section.name(), section));
        List<SectionChange> changes = new ArrayList<>();
        List<String> incomparable = new ArrayList<>();
        for (Section one : before) {
            Section other = others.remove(one.name());
            if (other == null) {
                incomparable.add("%s: only in the first (%s)".formatted(one.name(), size(one)));
            } else if (one.rows() != other.rows() || one.width() != other.width()) {
                incomparable.add("%s: %s in the first, %s in the second".formatted(one.name(), size(one), size(other)));
            } else if (!one.reads().equals(other.reads())) {
                incomparable.add("%s: reads %s in the first, %s in the second"
                        .formatted(one.name(), one.reads(), other.reads()));
            } else {
                changes.add(SectionChange.between(one, other));
            }
        }
        others.values()
                .forEach(other -> incomparable.add("%s: only in the second (%s)".formatted(other.name(), size(other))));
        return new Comparison(changes, incomparable);
    }

    private static String size(Section section) {
        return section.rows() + " x " + section.width();
    }
}
