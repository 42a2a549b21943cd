package io.thalweg.stream;

import java.util.Collection;
import java.util.Collections;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/** Gives and takes rights, and waits until the broker obeys, which it does a moment after it has answered. */
final class Acls {
    private static final Answers BROKER = new Answers("the broker");

    private Acls() {}

    static void grant(Admin admin, Collection<AclBinding> acls) {
        BROKER.await(admin.createAcls(acls).all());
        Cluster.await("the broker grants them", () -> known(admin).containsAll(acls));
    }

    static void revoke(Admin admin, Collection<AclBinding> acls) {
        BROKER.await(admin.deleteAcls(acls.stream().map(AclBinding::toFilter).toList())
                .all());
        Cluster.await("the broker grants them no more", () -> Collections.disjoint(known(admin), acls));
    }

    private static Collection<AclBinding> known(Admin admin) {
        return BROKER.await(admin.describeAcls(AclBindingFilter.ANY).values());
    }
}
