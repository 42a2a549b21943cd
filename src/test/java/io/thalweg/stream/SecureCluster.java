package io.thalweg.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.embedded.EmbeddedRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/** A broker and a registry that demand to know who asks, and those who may. */
final class SecureCluster implements AutoCloseable {
    /** What every secret begins with, so that one can look for them. */
    static final String MARK = "s3cr3t-";

    static final String STORES = MARK + "stores";
    static final String SCRAM = MARK + "scram\\\"'";
    static final String CLIENT = MARK + "client";
    static final String REGISTRY = MARK + "registry";
    static final String SERVED = MARK + "served-to-many";
    private static final Pattern RESOURCE =
            Pattern.compile(" --(topic|group|transactional-id) (\\S+)( --resource-pattern-type prefixed)?$");

    final Certificates certificates;
    final Issuer issuer;
    final SecureBroker broker;
    EmbeddedRegistry unguarded;
    final GuardedRegistry basic;
    final GuardedRegistry bearer;
    final GuardedRegistry mutual;

    SecureCluster(Path directory) {
        certificates = new Certificates(directory.resolve("certificates"), STORES);
        for (String name : List.of("broker", "registry", "mutual-learner")) {
            certificates.issue(name);
        }
        issuer = new Issuer(Map.of("oauth-learner", CLIENT));
        broker = new SecureBroker(directory.resolve("broker"), certificates, issuer);
        unguarded = EmbeddedRegistry.start(directory.resolve("registry"));
        String user = "Basic " + Base64.getEncoder().encodeToString(("shop:" + REGISTRY).getBytes(UTF_8));
        basic = registry(false, user::equals);
        bearer = registry(
                false,
                shown -> shown.startsWith("Bearer ") && issuer.given().contains(shown.substring("Bearer ".length())));
        mutual = registry(true, shown -> true);
    }

    private GuardedRegistry registry(boolean asksForCertificate, Predicate<String> isGood) {
        return new GuardedRegistry(unguarded.url(), certificates.context("registry"), asksForCertificate, isGood);
    }

    /** By a password, and so to the registry. */
    String scram(String user) {
        return """
                kafka:
                  bootstrap.servers: "%s"
                  security.protocol: SASL_SSL
                  ssl.truststore.type: PEM
                  ssl.truststore.location: %s
                  sasl.mechanism: SCRAM-SHA-512
                  sasl.jaas.config: 'org.apache.kafka.common.security.scram.ScramLoginModule required username="%s" password="${SCRAM}";'
                registry:
                  url: "%s"
                  ssl.truststore.type: PEM
                  ssl.truststore.location: %s
                  basic.auth.credentials.source: USER_INFO
                  basic.auth.user.info: "shop:${REGISTRY}"
                """.formatted(
                        broker.address(SecureBroker.Listener.SCRAM),
                        certificates.trustPem(),
                        user,
                        basic.url(),
                        certificates.trustPem());
    }

    /** By a certificate: of files in PEM to the broker, of a store to the registry. */
    String mutual(String name) {
        return """
                kafka:
                  bootstrap.servers: "%s"
                  security.protocol: SSL
                  ssl.truststore.type: PEM
                  ssl.truststore.location: %s
                  ssl.keystore.type: PEM
                  ssl.keystore.certificate.chain: "${file:%s}"
                  ssl.keystore.key: "${file:%s}"
                registry:
                  url: "%s"
                  ssl.truststore.location: %s
                  ssl.truststore.password: "${STORES}"
                  ssl.truststore.type: PKCS12
                  ssl.keystore.location: %s
                  ssl.keystore.password: "${STORES}"
                  ssl.key.password: "${STORES}"
                  ssl.keystore.type: PKCS12
                """.formatted(
                        broker.address(SecureBroker.Listener.MUTUAL),
                        certificates.trustPem(),
                        certificates.certificate(name),
                        certificates.key(name),
                        mutual.url(),
                        certificates.trust(),
                        certificates.store(name));
    }

    /** By tokens of the issuer's. */
    String oauth(String client) {
        return """
                kafka:
                  bootstrap.servers: "%s"
                  security.protocol: SASL_SSL
                  ssl.truststore.type: PEM
                  ssl.truststore.location: %s
                  sasl.mechanism: OAUTHBEARER
                  sasl.login.callback.handler.class: org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler
                  sasl.oauthbearer.token.endpoint.url: "%s"
                  sasl.oauthbearer.client.credentials.client.id: %s
                  sasl.oauthbearer.client.credentials.client.secret: "${CLIENT}"
                  sasl.jaas.config: 'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;'
                registry:
                  url: "%s"
                  ssl.truststore.type: PEM
                  ssl.truststore.location: %s
                  bearer.auth.credentials.source: OAUTHBEARER
                  bearer.auth.issuer.endpoint.url: "%s"
                  bearer.auth.client.id: %s
                  bearer.auth.client.secret: "${CLIENT}"
                """.formatted(
                        broker.address(SecureBroker.Listener.OAUTH),
                        certificates.trustPem(),
                        issuer.url("/token"),
                        client,
                        bearer.url(),
                        certificates.trustPem(),
                        issuer.url("/token"),
                        client);
    }

    /** What a process finds its secrets in. */
    static Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("SCRAM", SCRAM);
        environment.put("CLIENT", CLIENT);
        environment.put("REGISTRY", REGISTRY);
        environment.put("STORES", STORES);
        environment.put("SERVED", SERVED);
        return environment;
    }

    /** The shop's configuration with these clients, on topics of its own. */
    static String yaml(String app, String clients) {
        return Scene.yaml()
                        .replace("app: shop", "app: " + app)
                        .replaceAll("(?m)^(kafka|registry):.*\\R", "")
                        .replace("shop.", app + ".shop.")
                + clients;
    }

    static ThalwegConfig config(String yaml) {
        return ThalwegConfig.parse(yaml, "secure.yaml", environment());
    }

    /** Does what an administrator does who runs {@code check --acls}; says which rights it gave. */
    List<AclBinding> administer(ThalwegConfig config) {
        Map<String, String> variables = new LinkedHashMap<>();
        List<NewTopic> topics = new ArrayList<>();
        List<AclBinding> acls = new ArrayList<>();
        for (String said : AclScript.lines(config)) {
            String line = said.strip().replace("$AS", config.app() + "-trial");
            if (line.matches("[A-Z]+=User:.+")) {
                variables.put("\"$" + word(line, "(\\w+)=") + "\"", word(line, "=(\\S+)"));
            } else if (line.startsWith("kafka-topics.sh")) {
                topics.add(topic(line));
            } else if (line.startsWith("kafka-acls.sh")) {
                acls.addAll(acls(line, variables));
            }
        }
        try {
            broker.admin().createTopics(topics).all().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Acls.grant(broker.admin(), acls);
        return acls;
    }

    private static NewTopic topic(String line) {
        Map<String, String> settings = new LinkedHashMap<>();
        Matcher setting = Pattern.compile("--config (\\S+?)=(\\S+)").matcher(line);
        while (setting.find()) {
            settings.put(setting.group(1), setting.group(2));
        }
        int partitions = Integer.parseInt(word(line, "--partitions (\\d+)"));
        return new NewTopic(word(line, "--topic (\\S+)"), Optional.of(partitions), Optional.empty()).configs(settings);
    }

    private static List<AclBinding> acls(String line, Map<String, String> variables) {
        Matcher resource = RESOURCE.matcher(line);
        if (!resource.find()) {
            throw new AssertionError("no resource in " + line);
        }
        ResourcePattern pattern = new ResourcePattern(
                ResourceType.fromString(resource.group(1).replace('-', '_')),
                resource.group(2),
                resource.group(3) == null ? PatternType.LITERAL : PatternType.PREFIXED);
        String principal = variables.get(word(line, "--allow-principal (\\S+)"));
        List<AclBinding> acls = new ArrayList<>();
        Matcher operation = Pattern.compile("--operation (\\S+)").matcher(line);
        while (operation.find()) {
            AclOperation allowed = SecurityUtils.operation(operation.group(1));
            acls.add(new AclBinding(pattern, new AccessControlEntry(principal, "*", allowed, AclPermissionType.ALLOW)));
        }
        return acls;
    }

    private static String word(String line, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(line);
        if (!found.find()) {
            throw new AssertionError("no %s in %s".formatted(pattern, line));
        }
        return found.group(1);
    }

    @Override
    public void close() {
        for (AutoCloseable part : List.of(mutual, bearer, basic, unguarded, broker, issuer)) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
