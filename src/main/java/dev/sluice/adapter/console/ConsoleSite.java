package dev.sluice.adapter.console;

/** The places of the console and of its API. The wiring knows them. Both may be read as soon as the application starts. */
public interface ConsoleSite {

    /** Returns the path of the page, without a slash at its end; empty for the root of the server. */
    String path();

    /** Returns the path of the REST interface, without a slash at its end; empty for the root of the server. */
    String api();

    /** Returns whether the management interface, where the application has one, serves the console and its API. */
    boolean isManaged();
}
