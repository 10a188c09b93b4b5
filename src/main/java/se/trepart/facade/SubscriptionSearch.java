package se.trepart.facade;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import se.trepart.facade.Content.Entry;
import se.trepart.facade.Content.Link;
import se.trepart.facade.subscription.Subscription;
import se.trepart.facade.subscription.Subscriptions;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** {@code GET Subscription?…}: by id, status and endpoint, in the order of the ids. */
@Component
class SubscriptionSearch implements Interaction {
    static final List<String> CRITERIA = List.of("_id", "status", "url");
    private static final Set<String> KNOWN =
            Stream.of(
                            Parameters.REPRESENTATION.stream(),
                            CRITERIA.stream(),
                            Stream.of("_count", "_total"))
                    .flatMap(keys -> keys)
                    .collect(java.util.stream.Collectors.toUnmodifiableSet());

    private final Subscriptions subscriptions;
    private final PageLinks links;

    SubscriptionSearch(Subscriptions subscriptions, PageLinks links) {
        this.subscriptions = subscriptions;
        this.links = links;
    }

    @Override
    public Answer answer(Request request) {
        var type = SubscriptionInteractions.TYPE;
        var page = Paging.page(request, type, links);
        var asked = page.parameters().only(KNOWN, request.lenient());
        var representation = Representation.of(asked, request.header("accept"));
        var most =
                representation.summary() == Representation.Summary.COUNT
                        ? 0
                        : Math.min(
                                asked.number("_count", 0).orElse(SearchRequest.PAGE),
                                SearchRequest.LARGEST_PAGE);
        var wanted =
                new Subscriptions.Asked(
                        values(asked, "status"), values(asked, "url"), values(asked, "_id"));
        var cursor = page.cursor();
        var found = subscriptions.search(wanted, after(cursor), most + 1);
        var shown = found.stream().limit(most).toList();
        var urls = new ArrayList<Link>();
        urls.add(new Link("self", PageLinks.plain(request.base(), type, asked)));
        if (most > 0 && found.size() > most) {
            var next = new Cursor(List.of(shown.getLast().id()), 0, "");
            urls.add(
                    new Link(
                            "next",
                            links.url(request.base(), type, new PageLinks.Page(asked, next))));
        }
        var total =
                asked.single("_total").filter("none"::equals).isPresent()
                        ? null
                        : Long.valueOf(subscriptions.count(wanted));
        return Answer.ok(
                representation,
                new Content.Bundle(
                        "searchset",
                        total,
                        urls,
                        shown.stream().map(one -> entry(request.base(), one)).toList()));
    }

    private static Entry entry(String base, Subscription one) {
        return new Entry(
                base + "/" + SubscriptionInteractions.TYPE + "/" + one.id(),
                one.resource().toString(),
                "\"search\":{\"mode\":\"match\"}");
    }

    private static String after(@Nullable Cursor cursor) {
        var last = cursor == null ? null : cursor.order().getFirst();
        return last == null ? "" : last;
    }

    /** The alternatives of a token or address, without the system of the codes. */
    static List<String> values(Parameters asked, String name) {
        return asked.single(name).stream()
                .flatMap(value -> Values.alternatives(value).stream())
                .map(value -> Values.parts(value).getLast())
                .toList();
    }
}
