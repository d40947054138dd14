package dev.zograf.runtime.comfy;

import dev.zograf.runtime.json.JsonTree;
import dev.zograf.runtime.json.JsonTree.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What people write among the nodes of a prompt though it is none: entries such as {@code "_comment"}. The original's server refuses them,
 * so whoever queues such a file takes them out first.
 */
final class CommentEntries {

    private static final String BEGIN = "_";

    private CommentEntries() {}

    /**
     * The prompt without them.
     *
     * @param notes to which each is added
     */
    static JsonTree without(JsonTree tree, List<String> notes) {
        if (!(tree instanceof JsonTree.Obj prompt)) {
            return tree;
        }
        Map<String, Member> nodes = new LinkedHashMap<>();
        prompt.members().forEach((id, member) -> {
            if (id.startsWith(BEGIN) && !isNode(member.value())) {
                notes.add("The entry \"" + id + "\" was left out: it is no node.");
            } else {
                nodes.put(id, member);
            }
        });
        return new JsonTree.Obj(nodes, prompt.at());
    }

    private static boolean isNode(JsonTree tree) {
        return tree instanceof JsonTree.Obj object && object.members().containsKey("class_type");
    }
}
