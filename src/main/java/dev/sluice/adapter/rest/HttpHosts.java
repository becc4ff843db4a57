package dev.sluice.adapter.rest;

import java.util.List;

/**
 * The names of the service in addition to those of the loopback interface, under {@code sluice.http.hosts}.
 *
 * @param names names or IP addresses without a port; an IPv6 address without brackets
 */
public record HttpHosts(List<String> names) {

    /** Copies the names. */
    public HttpHosts {
        names = List.copyOf(names);
    }
}
