#include "app/metrics_text.h"

#include <gtest/gtest.h>

namespace throughline::app {
namespace {

bool has_line(const std::string& page, const std::string& line) {
  return ("\n" + page).find("\n" + line + "\n") != std::string::npos;
}

TEST(MetricsText, CountsEveryAnswerInTheHistogramOnce_AP12) {
  net::ServerMetrics server;
  server.answers = {{200, 4}, {503, 1}};
  server.latency_buckets.at(0) = 2;
  server.latency_buckets.at(3) = 2;
  server.latency_buckets.back() = 1;
  server.latency_sum_us = 1'500'000;
  const std::string page = to_prometheus(
      {.version = "1.2.3", .accepted = 7, .given_up = 3, .questions_cancelled = 2}, server);
  EXPECT_TRUE(has_line(page, "throughline_build_info{version=\"1.2.3\"} 1"));
  EXPECT_TRUE(has_line(page, "throughline_items_total{outcome=\"accepted\"} 7"));
  EXPECT_TRUE(has_line(page, "throughline_destination_events_total{outcome=\"given_up\"} 3"));
  EXPECT_TRUE(has_line(page, "throughline_journey_questions_total{outcome=\"cancelled\"} 2"));
  EXPECT_TRUE(has_line(page, "throughline_http_answers_total{status=\"503\"} 1"));
  EXPECT_TRUE(has_line(page, "throughline_http_request_duration_seconds_bucket{le=\"0.0001\"} 2"));
  EXPECT_TRUE(has_line(page, "throughline_http_request_duration_seconds_bucket{le=\"0.001\"} 4"));
  EXPECT_TRUE(has_line(page, "throughline_http_request_duration_seconds_bucket{le=\"10\"} 4"));
  EXPECT_TRUE(has_line(page, "throughline_http_request_duration_seconds_bucket{le=\"+Inf\"} 5"));
  EXPECT_TRUE(has_line(page, "throughline_http_request_duration_seconds_count 5"));
  EXPECT_TRUE(has_line(page, "throughline_http_request_duration_seconds_sum 1.5"));
}

TEST(MetricsText, TellsTheTypeOfEverySample) {
  net::ServerMetrics server;
  server.answers = {{200, 1}};
  const std::string page = to_prometheus({}, server);
  std::string known;
  std::size_t samples = 0;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t end = page.find('\n', at);
    const std::string line = page.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("# TYPE ")) {
      known = line.substr(7, line.find(' ', 7) - 7);
    } else if (!line.starts_with('#')) {
      EXPECT_TRUE(line.starts_with(known)) << line;
      ++samples;
    }
  }
  EXPECT_GT(samples, 20U);
}

}  // namespace
}  // namespace throughline::app
