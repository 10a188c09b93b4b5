package se.trepart.facade;

import org.springframework.stereotype.Component;

import java.util.Optional;
import java.util.regex.Pattern;

/** {@code GET Type/id/_history/version}: one version, current or replaced. */
@Component
class Vread implements Interaction {
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");

    private final Versions versions;

    Vread(Versions versions) {
        this.versions = versions;
    }

    @Override
    public Answer answer(Request request) {
        var representation = Read.representation(request);
        var number = request.path().get(3);
        var found =
                NUMBER.matcher(number).matches()
                        ? versions.version(
                                request.path().get(0),
                                request.path().get(1),
                                Integer.parseInt(number))
                        : Optional.<Version>empty();
        return Read.answer(request, representation, found);
    }
}
