// RequestParser: Beast's parser, writing straight into our Request. Only request_reader.cc needs
// it.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "http/request.h"
#include "net/body_sink.h"

namespace throughline::net {

class RequestParser : public boost::beast::http::basic_parser<true> {
 public:
  // The request must outlive the parser.
  explicit RequestParser(http::Request& request) : request_(request) {}

  // Before the body is parsed.
  void set_sink(BodySink sink) { sink_.emplace(std::move(sink)); }
  std::optional<BodySink>& sink() { return sink_; }

  [[nodiscard]] const std::string& target() const { return target_; }
  [[nodiscard]] int http_version() const { return version_; }
  // Why the sink refused the body.
  [[nodiscard]] const std::optional<Error>& sink_error() const { return sink_error_; }

 private:
  using Text = boost::beast::string_view;
  using ErrorCode = boost::beast::error_code;
  using Field = boost::beast::http::field;
  using Verb = boost::beast::http::verb;

  static std::string_view view(Text text) { return {text.data(), text.size()}; }

  void on_request_impl(Verb /*verb*/, Text method, Text target, int version,
                       ErrorCode& /*error*/) override {
    request_.method = view(method);
    target_ = view(target);
    version_ = version;
  }
  void on_response_impl(int /*status*/, Text /*reason*/, int /*version*/,
                        ErrorCode& /*error*/) override {}
  void on_field_impl(Field /*field*/, Text name, Text value, ErrorCode& /*error*/) override {
    // What follows a chunked body is no header: it came after everything was decided.
    if (!head_done_) {
      request_.headers.add(view(name), view(value));
    }
  }
  void on_header_impl(ErrorCode& /*error*/) override { head_done_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>& /*length*/,
                         ErrorCode& /*error*/) override {}
  std::size_t on_body_impl(Text body, ErrorCode& error) override { return keep(body, error); }
  void on_chunk_header_impl(std::uint64_t /*size*/, Text /*extensions*/,
                            ErrorCode& /*error*/) override {}
  std::size_t on_chunk_body_impl(std::uint64_t /*remain*/, Text body, ErrorCode& error) override {
    return keep(body, error);
  }
  void on_finish_impl(ErrorCode& /*error*/) override {}

  std::size_t keep(Text body, ErrorCode& error) {
    TL_ASSERT(sink_.has_value());
    if (Result<void> kept = sink_->append(view(body)); !kept.ok()) {
      sink_error_ = std::move(kept).error();
      error = boost::beast::http::error::body_limit;
    }
    return body.size();
  }

  http::Request& request_;
  std::string target_;
  int version_ = 11;
  bool head_done_ = false;
  std::optional<BodySink> sink_;
  std::optional<Error> sink_error_;
};

}  // namespace throughline::net
