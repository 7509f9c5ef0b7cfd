// Mix: the messages that a busy site sends, each a function of a seed and its number alone, so that
// any of them can be sent again and the record can be checked against what was sent.
//
// 88 % track and page of known people (Zipf activity), 8 % identify of which half change a trait,
// 3 % first events of new anonymous people, 0.5 % logins that merge, 0.5 % repeats of messages of
// all history. Thread-safe.
#pragma once

#include <cstdint>
#include <string>

namespace throughline::bench {

struct MixOptions {
  std::uint64_t seed = 1;
  std::uint64_t people = 0;      // Known before the first message.
  std::int64_t start_us = 0;     // The first message's time, since 1970.
  std::int64_t interval_us = 0;  // Between two messages.
  bool small = false;            // Events of about 200 bytes rather than 600.
};

enum class Sort { event, identify, anonymous, login, repeat };

class Mix {
 public:
  explicit Mix(const MixOptions& options) : options_(options) {}

  // What makes people known, two messages for each: who she is, and that she was there. Half of
  // them come from a server with their user id, half from a browser with a device beside it.
  static constexpr std::uint64_t introductions_each = 2;
  void append_introduction(std::string& out, std::uint64_t number) const;
  void append_message(std::string& out, std::uint64_t number) const;
  // An event of one person, for histories without end.
  void append_event_of(std::string& out, std::uint64_t person, std::uint64_t number) const;

  [[nodiscard]] Sort sort_of(std::uint64_t number) const;
  static std::string user_id(std::uint64_t person);
  static std::string name_of(std::uint64_t person);

 private:
  [[nodiscard]] static std::string who_is(std::uint64_t person);
  [[nodiscard]] std::uint64_t person_of(std::uint64_t number) const;
  [[nodiscard]] std::uint64_t earlier(std::uint64_t number, Sort sort) const;
  void append_event(std::string& out, std::uint64_t number, const std::string& who) const;
  void append_times(std::string& out, std::uint64_t number) const;
  void append_identify(std::string& out, std::uint64_t number, std::uint64_t person,
                       const std::string& who, bool change) const;

  const MixOptions options_;
};

}  // namespace throughline::bench
