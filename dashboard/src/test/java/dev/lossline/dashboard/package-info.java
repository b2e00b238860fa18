/** Grafana's dashboards: what makes their JSON, and what holds it true. */
package dev.lossline.dashboard;
