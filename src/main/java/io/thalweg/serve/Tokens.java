package io.thalweg.serve;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import io.thalweg.config.ServeSettings.Jwt;
import io.thalweg.serve.Problem.Kind;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bearer tokens of an OpenID Connect issuer: a JWT (RFC 7519) with a signature by one of the issuer's public keys, its
 * issuer and audience, a subject, and a time at which it ends. Keys are fetched when one is needed that is not known,
 * and kept for minutes.
 */
final class Tokens {
    private static final Logger log = LoggerFactory.getLogger(Tokens.class);
    private static final int RETRY_AFTER = 5;

    /** Only signatures by a private key: a secret that the issuer shares could make tokens here. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    Tokens(Jwt settings) {
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(settings)));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                settings.audience(),
                new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                Set.of("sub", "exp")));
    }

    private static JWKSource<SecurityContext> keys(Jwt settings) {
        try {
            return JWKSourceBuilder.create(settings.jwks().toURL())
                    .retrying(true)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("serve.auth.jwt.jwks cannot be asked: " + e.getMessage(), e);
        }
    }

    /**
     * Whom a token is about.
     *
     * @param refusal makes what is thrown, if the token is not good, of the reason
     */
    String subject(String token, Function<String, ProblemException> refusal) {
        try {
            return processor.process(token, null).getSubject();
        } catch (ExpiredJWTException e) {
            throw refusal.apply("the token has expired; get a new one");
        } catch (ParseException e) {
            throw refusal.apply("what was shown is neither a key that is configured here nor a token");
        } catch (KeySourceException e) {
            log.warn("tokens cannot be judged, the issuer's keys cannot be fetched: {}", e.getMessage());
            throw ProblemException.passing(Kind.KEYS_AWAY, "the token cannot be judged now", RETRY_AFTER);
        } catch (BadJOSEException | JOSEException e) {
            log.debug("a token was refused: {}", e.getMessage());
            throw refusal.apply("the token is not good: issuer, audience, signature and time must be right");
        }
    }
}
