package dev.sluice.batch.distributed;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;

/** Kinds of values that JSON does not have, which are written as texts with their kind. */
enum ValueKind {
    INT(Integer.class, Integer::valueOf),
    BIG(BigInteger.class, BigInteger::new),
    DECIMAL(BigDecimal.class, BigDecimal::new),
    FLOAT(Float.class, Float::valueOf),
    DOUBLE(Double.class, Double::valueOf),
    UUID(UUID.class, java.util.UUID::fromString),
    DATE(LocalDate.class, LocalDate::parse),
    TIME(LocalTime.class, LocalTime::parse),
    DATETIME(LocalDateTime.class, LocalDateTime::parse),
    OFFSET(OffsetDateTime.class, OffsetDateTime::parse),
    BYTES(byte[].class, text -> Base64.getDecoder().decode(text)) {
        @Override
        String text(Object value) {
            return Base64.getEncoder().encodeToString((byte[]) value);
        }
    };

    private final Class<?> type;

    @SuppressWarnings("ImmutableEnumChecker") // these functions have no state
    private final Function<String, Object> reading;

    ValueKind(Class<?> type, Function<String, Object> reading) {
        this.type = type;
        this.reading = reading;
    }

    /** Returns the kind of a value from a source of rows. */
    static ValueKind of(Object value) {
        for (ValueKind kind : values()) {
            if (kind.type.isInstance(value)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "a value of " + value.getClass().getName() + " cannot be given to another process");
    }

    String text(Object value) {
        return value.toString();
    }

    Object value(String text) {
        return reading.apply(text);
    }
}
