package io.thalweg.model;

import io.thalweg.regularise.Penalty;
import io.thalweg.regularise.Regularisation;
import io.thalweg.regularise.Regularisation.On;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the blocks of layers pay behind each step that moves them; the last row of a block, its bias, pays nothing. A
 * row of the heads' first layers is one group of all tasks; its length is that of all, and those present pay.
 */
final class BlockPenalties {
    private final Parameters parameters;
    private final float[] strides; // of all parameters
    private final Map<PlacedBlock, Penalty> each = new LinkedHashMap<>();
    private final Map<PlacedBlock, Penalty> heads = new LinkedHashMap<>(); // whose rows are groups

    BlockPenalties(List<PlacedBlock> layers, Parameters parameters, Regularisation regularisation) {
        this.parameters = parameters;
        for (PlacedBlock block : layers) {
            regularisation
                    .of(on(block))
                    .filter(penalty -> block.block().rows() > 1)
                    .ifPresent(penalty -> {
                        if (penalty.group() == 0) {
                            each.put(block, penalty);
                        } else if (block.block().depth() == 0) {
                            heads.put(block, penalty);
                        }
                    });
        }
        strides = new float[each.isEmpty() && heads.isEmpty() ? 0 : parameters.values().length];
    }

    private static On on(PlacedBlock placed) {
        String role = placed.block().role();
        if (role.equals("head")) {
            return On.HEADS;
        }
        return role.startsWith("encoder ") ? On.ENCODERS : On.TRUNK;
    }

    /** To be called behind a step. */
    void pay(boolean[] present) {
        each.forEach((block, penalty) -> {
            if (block.moves(present)) {
                readStrides(block);
                penalty.each(parameters.values(), strides, block.at(), block.end() - block.width());
            }
        });
        List<PlacedBlock> all = new ArrayList<>(heads.keySet());
        if (!all.isEmpty()) {
            all.forEach(this::readStrides);
            int rows = all.get(0).block().rows() - 1;
            for (int row = 0; row < rows; row++) {
                payTogether(row, present);
            }
        }
    }

    private void readStrides(PlacedBlock block) {
        block.optimiser().strides(parameters.state(), strides, block.at(), block.end());
    }

    private void payTogether(int row, boolean[] present) {
        float[] values = parameters.values();
        List<Penalty.Part> parts =
                heads.keySet().stream().map(block -> part(block, row)).toList();
        Penalty.Group group = Penalty.Group.of(values, strides, parts);
        heads.forEach((block, penalty) -> {
            if (block.moves(present)) {
                penalty.together(values, part(block, row), group, 1);
            }
        });
    }

    private static Penalty.Part part(PlacedBlock block, int row) {
        return new Penalty.Part(block.at() + row * block.width(), block.width(), 1);
    }
}
