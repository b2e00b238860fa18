/** Grafana's dashboards: what makes their JSON and runs their queries, and what holds them true. */
package dev.lossline.dashboard;
