package se.trepart.facade;

/** The little that our pages for people share. */
final class Html {
    static final String END = "</body>\n</html>\n";

    private Html() {}

    static String head(String title) {
        return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="UTF-8">
        <title>%s</title>
        <style>
        body { font: 16px/1.4 sans-serif; margin: 2rem; max-width: 80rem }
        table { border-collapse: collapse }
        th, td { border-bottom: 1px solid #ccc; padding: .3rem .8rem .3rem 0; text-align: left; vertical-align: top }
        code { white-space: pre-wrap }
        </style>
        </head>
        <body>
        """
                .formatted(escaped(title));
    }

    static String cell(String text) {
        return "<td>" + escaped(text) + "</td>";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
