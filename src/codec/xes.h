// XES (IEEE 1849), the format of event logs: a reader that is fed in pieces.
//
// A log holds traces, one per case, and each its events in their order. Attributes of traces and
// events are handed on as text, with their type; those nested in other attributes, lists, the log's
// own attributes, globals and classifiers are read over. A document type is refused, and with it
// every entity but the five of XML.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace throughline::codec {

struct XesLimits {
  std::size_t depth_max = 64;
  std::size_t attributes_max = 1000;                    // Of one trace or event.
  std::size_t text_bytes_max = std::size_t{1} << 20U;   // Of one key or value.
  std::size_t piece_bytes_max = std::size_t{4} << 20U;  // Of all those of one trace or event.
};

enum class XesType { string, date, integer, real, boolean, id };

struct XesAttribute {
  XesType type = XesType::string;
  std::string key = {};
  std::string value = {};
};

// Of a trace or an event. The finders look for the keys of the standard extensions.
struct XesAttributes {
  std::vector<XesAttribute> items = {};

  // The value of the last with this key; nothing where there is none.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view key) const;
  [[nodiscard]] std::optional<std::string_view> name() const { return find("concept:name"); }
  // Nothing also where it cannot be read.
  [[nodiscard]] std::optional<Time> time() const;
};

// Traces and events are numbered from 0: events within their trace. A trace's attributes that stand
// behind its first event are only in what on_trace_end is told. A handler's error ends the reading.
struct XesHandler {
  std::function<Result<void>(std::uint64_t trace, std::uint64_t event, XesAttributes)> on_event;
  std::function<Result<void>(std::uint64_t trace, XesAttributes)> on_trace_end;
};

// Refuses what is no XML, what is no log, and what goes beyond the limits: Error::invalid or
// too_large, with the line. After an error the reader must not be used again. Owned by one thread.
class XesReader {
 public:
  explicit XesReader(XesHandler handler, XesLimits limits = {});
  ~XesReader();
  XesReader(XesReader&&) noexcept;
  XesReader& operator=(XesReader&&) noexcept;
  XesReader(const XesReader&) = delete;
  XesReader& operator=(const XesReader&) = delete;

  Result<void> feed(std::string_view bytes);
  // The log must be whole.
  Result<void> finish();

  // For a handler: the line where the event begins that it is told of, and the attributes of that
  // event's trace that stand before it.
  [[nodiscard]] std::uint64_t event_line() const;
  [[nodiscard]] const XesAttributes& trace_so_far() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace throughline::codec
