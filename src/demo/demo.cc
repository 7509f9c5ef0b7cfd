#include "demo/demo.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "base/assert.h"
#include "codec/json_writer.h"
#include "demo/causes.h"
#include "demo/contacts.h"
#include "demo/impulse.h"
#include "demo/life.h"
#include "demo/people.h"
#include "demo/render.h"

namespace throughline::demo {
namespace {

constexpr std::size_t batch_messages_max = 200;
// Sources hold their messages together: long in the past, hardly in the last two days.
constexpr std::int64_t batch_age_us = 3 * us_per_hour;
constexpr std::int64_t recent_batch_age_us = 20 * us_per_second;
constexpr std::int64_t recent_us = 2 * us_per_day;

int months_before(Time until, int months) {
  Date date = utc_date(until);
  const int since_year_zero = (date.year * 12) + static_cast<int>(date.month) - 1 - months;
  date.year = since_year_zero / 12;
  date.month = static_cast<unsigned>(since_year_zero % 12) + 1;
  date.day = std::min(date.day, 28U);
  return day_of(start_of(date));
}

// Numbers and variants in the order of time, so that neighbours in time differ.
class Numbering {
 public:
  explicit Numbering(World& world) : world_(world) {}

  void number_all() {
    for (Happening& it : world_.happenings) {
      number(it);
    }
  }

 private:
  void number(Happening& it) {
    const std::string_view language = world_.people[it.person].language;
    switch (it.what) {
      case What::order_completed:
      case What::order_in_store:
        world_.orders[static_cast<std::size_t>(it.a)].number = ++orders_;
        return;
      case What::chat_started:
      case What::call_started:
      case What::ticket_created: {
        Conversation& talk = world_.conversations[static_cast<std::size_t>(it.a)];
        talk.number = ++conversations_;
        talk.variant = variants_[{language, What::chat_started, static_cast<int>(talk.topic)}]++;
        return;
      }
      case What::nps_answered:
        it.seed = variants_[{language, it.what, it.a}]++;
        return;
      case What::csat_answered:
        it.seed = variants_[{language, it.what, it.b}]++;
        return;
      case What::cancel_answered:
        it.seed = variants_[{language, it.what, it.a}]++;
        return;
      default:
        return;
    }
  }

  World& world_;
  std::uint32_t orders_ = 0;
  std::uint32_t conversations_ = 0;
  std::map<std::tuple<std::string_view, What, int>, std::uint32_t> variants_;
};

World simulated(const DemoOptions& options) {
  TL_ASSERT(options.people >= 50);
  TL_ASSERT(options.months >= 3);
  World world;
  world.seed = options.seed;
  world.until = options.until;
  world.first_day = months_before(options.until, options.months);
  world.last_day = day_of(options.until) + 1;
  world.from = start_of_day(world.first_day);
  world.causes = plant_causes(world);
  populate(world, options.people);
  world.standings.resize(world.people.size());
  for (std::uint32_t i = 0; i < world.people.size(); ++i) {
    live(world, i);
  }
  std::ranges::sort(world.happenings, {}, [](const Happening& it) {
    return std::tuple(arrival_us(it), it.person, it.ordinal);
  });
  Numbering(world).number_all();
  std::erase_if(world.happenings,
                [&](const Happening& it) { return arrival_us(it) > options.until.us; });
  conclude_truth(world);
  return world;
}

// The messages that one source holds back until it sends them together.
struct Outgoing {
  codec::JsonWriter json;
  std::size_t messages = 0;
  std::int64_t oldest_us = 0;
};

}  // namespace

struct Simulation::Parts {
  explicit Parts(const DemoOptions& options)
      : world(simulated(options)), planned(world.happenings.size()) {}

  DemoBatch send(std::size_t source, Time received);
  [[nodiscard]] std::optional<std::size_t> due(std::int64_t now_us) const;
  void take(const Happening& it);

  World world;
  std::size_t planned;
  std::size_t next = 0;
  std::array<Outgoing, demo_sources.size()> outgoing;
};

DemoBatch Simulation::Parts::send(std::size_t source, Time received) {
  Outgoing& out = outgoing.at(source);
  out.json.end_array();
  out.json.member("sentAt", to_rfc3339({received.us - (250 * us_per_ms)})).end_object();
  DemoBatch batch = {demo_sources.at(source).source, received, out.messages, out.json.take()};
  out = Outgoing();
  return batch;
}

// The source that must send before the time goes on to `now_us`.
std::optional<std::size_t> Simulation::Parts::due(std::int64_t now_us) const {
  const bool recent = now_us > world.until.us - recent_us;
  const std::int64_t age = recent ? recent_batch_age_us : batch_age_us;
  for (std::size_t i = 0; i < outgoing.size(); ++i) {
    const Outgoing& out = outgoing.at(i);
    const bool full = out.messages >= batch_messages_max;
    if (out.messages > 0 && (full || now_us - out.oldest_us > age)) {
      return i;
    }
  }
  return std::nullopt;
}

void Simulation::Parts::take(const Happening& it) {
  Outgoing& out = outgoing.at(static_cast<std::size_t>(spec_of(it.what).source));
  if (out.messages++ == 0) {
    out.oldest_us = arrival_us(it);
    out.json.begin_object().key("batch").begin_array();
  }
  write_message(out.json, world, it, message_id_of(world, it), {arrival_us(it)});
}

Simulation::Simulation(const DemoOptions& options) : parts_(std::make_unique<Parts>(options)) {}
Simulation::~Simulation() = default;
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;

std::size_t Simulation::size() const {
  return parts_->planned;
}

const Truth& Simulation::truth() const {
  return parts_->world.truth;
}

std::optional<DemoBatch> Simulation::next() {
  Parts& parts = *parts_;
  while (parts.next < parts.planned) {
    const Happening& it = parts.world.happenings[parts.next];
    if (const auto source = parts.due(arrival_us(it))) {
      return parts.send(*source, {arrival_us(it)});
    }
    parts.take(it);
    ++parts.next;
  }
  for (std::size_t i = 0; i < parts.outgoing.size(); ++i) {
    if (parts.outgoing.at(i).messages > 0) {
      return parts.send(i, parts.world.until);
    }
  }
  return std::nullopt;
}

DemoBatch Simulation::live(Random& random, Time now) {
  World& world = parts_->world;
  const std::vector<Happening> burst = act_on_impulse(world, random, now);
  codec::JsonWriter json;
  json.begin_object().key("batch").begin_array();
  for (const Happening& it : burst) {
    write_message(json, world, it, uuid_of(random.next(), random.next()), now);
  }
  json.end_array().member("sentAt", to_rfc3339(now)).end_object();
  return {spec_of(burst.front().what).source, now, burst.size(), json.take()};
}

}  // namespace throughline::demo
