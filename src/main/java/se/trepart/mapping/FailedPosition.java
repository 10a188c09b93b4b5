package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.impl.AbstractNode;
import com.schibsted.spt.data.jslt.impl.ExpressionImpl;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.LetExpression;
import com.schibsted.spt.data.jslt.impl.ObjectExpression;
import com.schibsted.spt.data.jslt.impl.PairExpression;
import com.schibsted.spt.data.jslt.impl.Scope;

/**
 * Where in the output a mapping failed, found by running its parts again one by one: JSLT itself
 * says a position only when it compiles.
 *
 * @param path of the output, such as {@code /resources/id}; {@code /} when it is not inside a field
 * @param location of the mapping file, such as {@code :12:5}; empty when unknown
 */
record FailedPosition(String path, String location) {
    static FailedPosition of(Expression expression, JsonNode input) {
        if (!(expression instanceof ExpressionImpl whole)) {
            return new FailedPosition("/", "");
        }
        var scope = Scope.getRoot(whole.getStackFrameSize());
        try {
            whole.evaluateLetsOnly(scope, input);
        } catch (RuntimeException failed) {
            return new FailedPosition("/", "");
        }
        var found = new FailedPosition("", "");
        for (var child : whole.getChildren()) {
            if (!(child instanceof LetExpression) && fails(child, scope, input)) {
                found = inside(child, scope, input, found);
            }
        }
        return found.path().isEmpty() ? new FailedPosition("/", found.location()) : found;
    }

    private static FailedPosition inside(
            ExpressionNode node, Scope scope, JsonNode input, FailedPosition outer) {
        var here = new FailedPosition(outer.path(), location(node, outer.location()));
        if (!(node instanceof ObjectExpression)) {
            return here;
        }
        for (var child : node.getChildren()) {
            if (child instanceof LetExpression let) {
                try {
                    scope.setValue(let.getSlot(), let.apply(scope, input));
                } catch (RuntimeException failed) {
                    return new FailedPosition(here.path(), location(let, here.location()));
                }
            } else if (child instanceof PairExpression pair && fails(pair, scope, input)) {
                var key = pair.isKeyLiteral() ? pair.getStaticKey() : "*";
                var at =
                        new FailedPosition(
                                here.path() + "/" + key, location(pair, here.location()));
                var parts = pair.getChildren();
                return inside(parts.get(parts.size() - 1), scope, input, at);
            }
        }
        return here;
    }

    private static boolean fails(ExpressionNode node, Scope scope, JsonNode input) {
        try {
            node.apply(scope, input);
            return false;
        } catch (RuntimeException failed) {
            return true;
        }
    }

    private static String location(ExpressionNode node, String otherwise) {
        return node instanceof AbstractNode known && known.getLocation() != null
                ? ":" + known.getLocation().getLine() + ":" + known.getLocation().getColumn()
                : otherwise;
    }
}
