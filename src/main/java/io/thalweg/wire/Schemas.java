package io.thalweg.wire;

import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** Where the schema is had that a record was written with. Safe for use by several threads. */
public interface Schemas extends AutoCloseable {
    /**
     * The schema with this id.
     *
     * @throws RegistryException if the registry does not let us read, or was closed while we waited
     * @throws RegistryAwayException if nobody answers and nobody waits for it
     */
    Schema schema(int id) throws UnknownSchemaException;

    /** Ends all waiting: who waits gets a {@link RegistryException}. */
    @Override
    void close();

    /**
     * Of a schema's text. Lenient: what a registry holds has been used already, and only the binary's shape matters.
     */
    static Schema parse(String json) {
        return new Schema.Parser(NameValidator.NO_VALIDATION)
                .setValidateDefaults(false)
                .parse(json);
    }
}
