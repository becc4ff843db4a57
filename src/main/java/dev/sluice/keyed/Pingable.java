package dev.sluice.keyed;

/** A resource that can check whether it still works. */
@FunctionalInterface
public interface Pingable {

    /** Returns if the resource works; any exception means that it does not. An interrupt should end the call. */
    void ping() throws Exception;
}
