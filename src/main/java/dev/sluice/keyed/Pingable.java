package dev.sluice.keyed;

/** Something that can be asked whether it still works. */
@FunctionalInterface
public interface Pingable {

    /** Returns if it works; whatever it throws means that it does not. It should end when it is interrupted. */
    void ping() throws Exception;
}
