#include "app/metrics_text.h"

#include <fmt/format.h>

#include <iterator>

namespace throughline::app {
namespace {

class Page {
 public:
  template <class Number>
  void counter(std::string_view name, std::string_view help, Number value) {
    head(name, "counter", help);
    sample(name, "", value);
  }
  template <class Number>
  void gauge(std::string_view name, std::string_view help, Number value) {
    head(name, "gauge", help);
    sample(name, "", value);
  }
  void head(std::string_view name, std::string_view type, std::string_view help) {
    fmt::format_to(std::back_inserter(text_), "# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
  }
  // `labels` with their braces, or empty.
  template <class Number>
  void sample(std::string_view name, std::string_view labels, Number value) {
    fmt::format_to(std::back_inserter(text_), "{}{} {}\n", name, labels, value);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

constexpr double us_per_s = 1e6;

void add_latency(Page& page, const net::ServerMetrics& server) {
  constexpr std::string_view name = "throughline_http_request_duration_seconds";
  page.head(name, "histogram", "From the end of a request to the end of its answer.");
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < server.latency_buckets.size(); ++i) {
    seen += server.latency_buckets.at(i);
    const std::string bound =
        i < net::latency_bounds_us.size()
            ? fmt::format("{}", static_cast<double>(net::latency_bounds_us.at(i)) / us_per_s)
            : "+Inf";
    page.sample(fmt::format("{}_bucket", name), fmt::format("{{le=\"{}\"}}", bound), seen);
  }
  page.sample(fmt::format("{}_sum", name), "",
              static_cast<double>(server.latency_sum_us) / us_per_s);
  page.sample(fmt::format("{}_count", name), "", seen);
}

void add_server(Page& page, const net::ServerMetrics& server) {
  page.head("throughline_http_answers_total", "counter", "Answers by status.");
  for (const auto& [status, count] : server.answers) {
    page.sample("throughline_http_answers_total", fmt::format("{{status=\"{}\"}}", status), count);
  }
  add_latency(page, server);
  page.counter("throughline_http_requests_refused_total", "Answered 503: the queue was full.",
               server.requests_refused);
  page.gauge("throughline_http_requests_waiting", "Requests that wait for a worker.",
             server.requests_waiting);
  page.gauge("throughline_connections", "Open connections.", server.connections_open);
  page.counter("throughline_connections_total", "Connections accepted.",
               server.connections_accepted);
  page.counter("throughline_connections_refused_total", "Connections above the limit.",
               server.connections_refused);
  page.counter("throughline_received_bytes_total", "Bytes received.", server.received_bytes);
  page.counter("throughline_sent_bytes_total", "Bytes sent.", server.sent_bytes);
}

}  // namespace

std::string to_prometheus(const InstallationMetrics& installation,
                          const net::ServerMetrics& server) {
  Page page;
  page.head("throughline_build_info", "gauge", "The version that runs.");
  page.sample("throughline_build_info", fmt::format("{{version=\"{}\"}}", installation.version), 1);
  page.gauge("throughline_uptime_seconds", "Since the program started.", installation.uptime_s);
  page.gauge("throughline_workspaces", "Workspaces.", installation.workspaces);
  page.head("throughline_items_total", "counter",
            "Items that sources sent, by what became of them.");
  page.sample("throughline_items_total", "{outcome=\"accepted\"}", installation.accepted);
  page.sample("throughline_items_total", "{outcome=\"repeated\"}", installation.repeated);
  page.sample("throughline_items_total", "{outcome=\"collided\"}", installation.collided);
  page.sample("throughline_items_total", "{outcome=\"refused\"}", installation.refused);
  page.gauge("throughline_dead_letters", "Dead letters kept now.", installation.dead_letters);
  page.head("throughline_destination_events_total", "counter",
            "What became of events on their way to destinations; failed counts attempts.");
  page.sample("throughline_destination_events_total", "{outcome=\"sent\"}", installation.sent_on);
  page.sample("throughline_destination_events_total", "{outcome=\"failed\"}",
              installation.failed_attempts);
  page.sample("throughline_destination_events_total", "{outcome=\"given_up\"}",
              installation.given_up);
  page.sample("throughline_destination_events_total", "{outcome=\"withheld\"}",
              installation.withheld);
  page.gauge("throughline_destination_events_waiting", "Events that wait to be sent on.",
             installation.waiting_to_be_sent);
  page.head("throughline_journey_questions_total", "counter",
            "Questions about journeys; cancelled: whoever asked went before the answer.");
  page.sample("throughline_journey_questions_total", "{outcome=\"answered\"}",
              installation.questions_answered);
  page.sample("throughline_journey_questions_total", "{outcome=\"refused\"}",
              installation.questions_refused);
  page.sample("throughline_journey_questions_total", "{outcome=\"cancelled\"}",
              installation.questions_cancelled);
  page.gauge("throughline_disk_free_bytes", "Free where the data directory is.",
             installation.disk_free_bytes);
  page.gauge("throughline_archive_failing", "Databases whose changes cannot be archived.",
             installation.archive_failing);
  page.gauge("throughline_archive_gaps",
             "Databases of which something was not archived since the last backup.",
             installation.archive_gaps);
  add_server(page, server);
  page.gauge("process_resident_memory_bytes", "Memory in use.", installation.resident_bytes);
  page.gauge("process_open_fds", "Open files and sockets.", installation.open_files);
  return page.take();
}

}  // namespace throughline::app
