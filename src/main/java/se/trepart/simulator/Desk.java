package se.trepart.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A simulator's HTTP side: {@code /extract.csv}, {@code /witness} and {@code /faults}. */
final class Desk implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Simulator<?> simulator;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Takes the port; nobody is served before {@link #open}. */
    Desk(int port, Simulator<?> simulator) throws IOException {
        this.simulator = simulator;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    void open() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            switch (exchange.getRequestMethod() + " " + path) {
                case "GET /extract.csv" ->
                        reply(exchange, 200, "text/csv; charset=utf-8", simulator.extract().csv());
                case "GET /witness" -> witness(exchange);
                case "GET /faults" -> faults(exchange);
                case "POST /faults" -> setFault(exchange);
                default -> unserved(exchange, path);
            }
        }
    }

    private void witness(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            simulator.witness().copyTo(body);
        }
    }

    private void setFault(HttpExchange exchange) throws IOException {
        try {
            simulator.set(FaultJson.read(exchange.getRequestBody().readAllBytes()));
            faults(exchange);
        } catch (IllegalArgumentException e) {
            reply(exchange, 400, TEXT, e.getMessage() + "\n");
        }
    }

    private void faults(HttpExchange exchange) throws IOException {
        reply(exchange, 200, "application/json", FaultJson.write(simulator.fault()) + "\n");
    }

    private static void unserved(HttpExchange exchange, String path) throws IOException {
        switch (path) {
            case "/extract.csv", "/witness" -> notAllowed(exchange, "GET");
            case "/faults" -> notAllowed(exchange, "GET, POST");
            default ->
                    reply(exchange, 404, TEXT, "There are /extract.csv, /witness and /faults.\n");
        }
    }

    private static void notAllowed(HttpExchange exchange, String allowed) throws IOException {
        exchange.getResponseHeaders().set("Allow", allowed);
        reply(exchange, 405, TEXT, "Only " + allowed + ".\n");
    }

    private static void reply(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
