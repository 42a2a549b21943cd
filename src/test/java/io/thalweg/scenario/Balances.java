package io.thalweg.scenario;

import io.thalweg.balance.Balance;
import io.thalweg.balance.CaGrad;
import io.thalweg.balance.Dwa;
import io.thalweg.balance.Exponentiated;
import io.thalweg.balance.Famo;
import io.thalweg.balance.Fixed;
import io.thalweg.balance.GradNorm;
import io.thalweg.balance.Imtl;
import io.thalweg.balance.Mgda;
import io.thalweg.balance.Nash;
import io.thalweg.balance.PcGrad;
import io.thalweg.balance.Uncertainty;
import java.util.List;

/** One of every balance, for the contracts that none may escape. */
public final class Balances {
    private Balances() {}

    /** Quick enough to be seen to work within a few steps. */
    public static List<Balance> all() {
        return List.of(
                new Fixed(),
                new Exponentiated(0.2, 0.1, 5),
                new Uncertainty(0.1, 3),
                new GradNorm(0.5, 0.1, 100),
                new Dwa(2, 20, 200),
                new Famo(1, 0.001, 100),
                new PcGrad(5),
                new CaGrad(0.4, 5),
                new Mgda(5),
                new Imtl(5),
                new Nash(5));
    }
}
