package io.thalweg.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** A file as a tree of values that know their lines. */
final class YamlFile {
    private YamlFile() {}

    static Value root(String text, Problems problems, Map<String, String> environment) {
        List<Node> documents = new ArrayList<>();
        try {
            new Yaml(new LoaderOptions()).composeAll(new StringReader(text)).forEach(documents::add);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            problems.add(line, "this is no YAML: %s", e.getProblem());
        } catch (YAMLException e) {
            problems.add(0, "this is no YAML: %s", String.valueOf(e.getMessage()));
        }
        problems.throwIfAny();
        if (documents.size() != 1) {
            problems.add(
                    documents.isEmpty() ? 1 : documents.get(1).getStartMark().getLine() + 1,
                    documents.isEmpty() ? "the file is empty" : "a second document begins here; one is allowed");
            problems.throwIfAny();
        }
        Value root = new Value("", documents.get(0), problems, new Variables(environment));
        if (!root.isBlock()) {
            problems.add(root.line(), "the file must be keys with values, such as 'app: shop-ranker'");
            problems.throwIfAny();
        }
        return root;
    }
}
