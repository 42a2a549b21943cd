package io.thalweg.scenario;

import io.thalweg.balance.Balance;
import io.thalweg.balance.CaGrad;
import io.thalweg.balance.Fixed;
import io.thalweg.balance.Imtl;
import io.thalweg.balance.Mgda;
import io.thalweg.balance.Nash;
import io.thalweg.balance.PcGrad;
import java.util.List;

/** One of every balance, for the contracts that none may escape. */
public final class Balances {
    private Balances() {}

    /** Quick enough to be seen to work within a few steps. */
    public static List<Balance> all() {
        return List.of(
                new Fixed(),
                new PcGrad(5),
                new CaGrad(0.4, 5),
                new Mgda(5),
                new Imtl(5),
                new Nash(5));
    }
}
