/**
 * The pools for JMX consoles: {@code dev.sluice:type=PoolManager} and, for each pool, {@code
 * dev.sluice:type=Pool,name=orders}; and the batches, {@code dev.sluice:type=Batches}. All are Open MBeans: every value
 * has a JDK type, so that JConsole, Jolokia and any other client need no Sluice class.
 */
@NullMarked
package dev.sluice.adapter.jmx;

import org.jspecify.annotations.NullMarked;
