#include "codec/xes.h"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace throughline::codec {
namespace {

constexpr std::size_t feed_bytes_max = std::size_t{1} << 20U;

struct TypeName {
  std::string_view name;
  XesType type;
};
constexpr std::array<TypeName, 6> type_names = {{{"string", XesType::string},
                                                 {"date", XesType::date},
                                                 {"int", XesType::integer},
                                                 {"float", XesType::real},
                                                 {"boolean", XesType::boolean},
                                                 {"id", XesType::id}}};

std::optional<XesType> type_named(std::string_view name) {
  for (const TypeName& type : type_names) {
    if (type.name == name) {
      return type.type;
    }
  }
  return std::nullopt;
}

// Without the prefix of its name space.
std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view attribute_of(const XML_Char** attributes, std::string_view name) {
  while (*attributes != nullptr && *attributes != name) {
    attributes += 2;
  }
  return *attributes == nullptr ? std::string_view() : attributes[1];
}

}  // namespace

std::optional<std::string_view> XesAttributes::find(std::string_view key) const {
  const auto last =
      std::find_if(items.rbegin(), items.rend(), [&](const auto& item) { return item.key == key; });
  return last == items.rend() ? std::nullopt : std::optional<std::string_view>(last->value);
}

std::optional<Time> XesAttributes::time() const {
  const auto text = find("time:timestamp");
  return text ? parse_time(*text) : std::nullopt;
}

struct XesReader::State {
  State(XesHandler told, XesLimits bounds)
      : handler(std::move(told)), limits(bounds), parser(XML_ParserCreate(nullptr)) {
    if (parser == nullptr) {
      throw std::bad_alloc();
    }
    XML_SetUserData(parser, this);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
  }
  ~State() { XML_ParserFree(parser); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  // What the element is that is open, with all around it.
  enum class Place { outside, log, trace, event, other };

  static void on_start(void* user, const XML_Char* name, const XML_Char** attributes) {
    static_cast<State*>(user)->start(local_name(name), attributes);
  }
  static void on_end(void* user, const XML_Char* /*name*/) { static_cast<State*>(user)->end(); }
  static void on_doctype(void* user, const XML_Char* /*name*/, const XML_Char* /*system*/,
                         const XML_Char* /*public_id*/, int /*internal*/) {
    static_cast<State*>(user)->fail(Error::invalid("a document type is not allowed"));
  }

  void fail(Error error) {
    if (failure.ok()) {
      error.message = fmt::format("XES, line {}: {}", XML_GetCurrentLineNumber(parser),
                                  std::move(error.message));
      failure = std::move(error);
      XML_StopParser(parser, XML_FALSE);
    }
  }
  void check(Result<void> result) {
    if (!result && failure.ok()) {
      failure = std::move(result);
      XML_StopParser(parser, XML_FALSE);
    }
  }

  void start(std::string_view name, const XML_Char** attributes) {
    if (places.size() >= limits.depth_max) {
      fail(Error::too_large("the elements are nested too deeply"));
      return;
    }
    const Place within = places.empty() ? Place::outside : places.back();
    if (within == Place::outside && name != "log") {
      fail(Error::invalid("the outermost element is not a log"));
      return;
    }
    places.push_back(place_of(within, name));
    if (places.back() == Place::event) {
      event_line = XML_GetCurrentLineNumber(parser);
    }
    if (within == Place::trace && places.back() == Place::other) {
      take_attribute(name, attributes, of_trace, trace_bytes);
    } else if (within == Place::event) {
      take_attribute(name, attributes, of_event, event_bytes);
    }
  }

  static Place place_of(Place within, std::string_view name) {
    if (within == Place::outside) {
      return Place::log;
    }
    if (within == Place::log && name == "trace") {
      return Place::trace;
    }
    return within == Place::trace && name == "event" ? Place::event : Place::other;
  }

  void take_attribute(std::string_view name, const XML_Char** attributes, XesAttributes& to,
                      std::size_t& bytes) {
    const auto type = type_named(name);
    if (!type) {
      return;
    }
    const std::string_view key = attribute_of(attributes, "key");
    const std::string_view value = attribute_of(attributes, "value");
    bytes += key.size() + value.size();
    if (std::max(key.size(), value.size()) > limits.text_bytes_max ||
        bytes > limits.piece_bytes_max || to.items.size() >= limits.attributes_max) {
      fail(Error::too_large("the attributes are too long or too many"));
      return;
    }
    to.items.push_back({*type, std::string(key), std::string(value)});
  }

  void end() {
    // Expat still tells of the end of an empty element at whose start it was stopped.
    if (!failure.ok()) {
      return;
    }
    const Place place = places.back();
    places.pop_back();
    if (place == Place::event) {
      check(handler.on_event(trace, event++, std::exchange(of_event, {})));
      event_bytes = 0;
    } else if (place == Place::trace) {
      check(handler.on_trace_end(trace++, std::exchange(of_trace, {})));
      trace_bytes = 0;
      event = 0;
    }
  }

  Result<void> parse(std::string_view bytes, bool last) {
    if (!failure.ok()) {
      return failure;
    }
    const auto status = XML_Parse(parser, bytes.data(), static_cast<int>(bytes.size()),
                                  last ? XML_TRUE : XML_FALSE);
    if (status != XML_STATUS_OK) {
      fail(Error::invalid(XML_ErrorString(XML_GetErrorCode(parser))));
    }
    return failure;
  }

  XesHandler handler;
  XesLimits limits;
  XML_Parser parser;
  Result<void> failure = {};
  std::vector<Place> places = {};
  XesAttributes of_trace = {};
  XesAttributes of_event = {};
  std::size_t trace_bytes = 0;
  std::size_t event_bytes = 0;
  std::uint64_t trace = 0;
  std::uint64_t event = 0;
  std::uint64_t event_line = 0;
};

XesReader::XesReader(XesHandler handler, XesLimits limits)
    : state_(std::make_unique<State>(std::move(handler), limits)) {}
XesReader::~XesReader() = default;
XesReader::XesReader(XesReader&&) noexcept = default;
XesReader& XesReader::operator=(XesReader&&) noexcept = default;

Result<void> XesReader::feed(std::string_view bytes) {
  for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), feed_bytes_max))) {
    TL_TRY(state_->parse(bytes.substr(0, feed_bytes_max), false));
  }
  return {};
}

Result<void> XesReader::finish() {
  return state_->parse({}, true);
}

std::uint64_t XesReader::event_line() const {
  return state_->event_line;
}

const XesAttributes& XesReader::trace_so_far() const {
  return state_->of_trace;
}

}  // namespace throughline::codec
