/**
 * The settings of pools, each declared once: the reader of the configuration, the refusals of requests, the OpenAPI
 * document and the reference are derived from the catalogue or compared with it.
 */
@NullMarked
package dev.sluice.control.setting;

import org.jspecify.annotations.NullMarked;
