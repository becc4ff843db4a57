/**
 * Statistics, each declared once: as an annotated component of the record of a snapshot. JSON and the composite data of
 * JMX are the record itself. The attributes of JMX, the meters, the OpenAPI document and the table of the documentation
 * are derived from the annotations.
 */
@NullMarked
package dev.sluice.pool.statistic;

import org.jspecify.annotations.NullMarked;
