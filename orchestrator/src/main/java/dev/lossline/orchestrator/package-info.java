/** The API: accepts experiments, requests their trials and serves results. */
package dev.lossline.orchestrator;
