package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class RightsCheckTest {
    private static final String NOWHERE = "127.0.0.1:1";

    @Test
    void whoeverIsAwayIsAskedOnce() {
        List<String> asked = Collections.synchronizedList(new ArrayList<>());
        List<Right> rights = IntStream.range(0, 5)
                .mapToObj(i -> new Right(ResourceType.TOPIC, "t" + i, PatternType.LITERAL, AclOperation.READ))
                .toList();
        try (Admin away = Admin.create(
                Map.of("bootstrap.servers", NOWHERE, "request.timeout.ms", 50, "default.api.timeout.ms", 100))) {
            Admin counted = (Admin) Proxy.newProxyInstance(
                    Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                        asked.add(method.getName());
                        return method.invoke(away, arguments);
                    });
            assertThat(new RightsCheck(counted, new Answers(NOWHERE)).missing(rights))
                    .isEmpty();
        }
        assertThat(asked).containsExactly("describeTopics");
    }
}
