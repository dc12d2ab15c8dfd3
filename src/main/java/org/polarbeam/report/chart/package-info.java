/** Charts: their data, axes and looks, as SVG for paper and as Vega-Lite for screens. */
package org.polarbeam.report.chart;
