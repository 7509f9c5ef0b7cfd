// Life: one person's simulated year, lived day by day; the files named after its parts act on it.
//
// Everything it does lands in World::happenings. Lives are independent but for accounts: whoever
// pays lives before the members.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "demo/dice.h"
#include "demo/rhythm.h"
#include "demo/world.h"

namespace throughline::demo {

enum class Stage : std::uint8_t { prospect, guest, trial, subscribed, gone };

enum class Errand : std::uint8_t {
  contact,         // About `topic`, with `ref` as order.
  retry_checkout,  // Of order `ref`, on the computer if there is one.
  chase_reply,     // Of conversation `ref`.
  return_device,   // Of order `ref`.
  answer_nps
};

struct Pending {
  int day = 0;
  Errand errand = Errand::contact;
  std::uint32_t ref = no_order;
  Topic topic = Topic::how_to;
};

constexpr std::uint32_t no_visit = 0xffffffffU;

struct Life {
  Life(World& the_world, std::uint32_t the_index);

  World& world;
  std::uint32_t index;
  Dice dice;
  int day = 0;
  Stage stage = Stage::prospect;
  Plan plan = Plan::none;
  int signup_day = 0;
  int renews_day = 0;
  int cancels_day = -1;  // Decided beforehand: the stalled.
  double mood = 0.2;     // From -1 to 1.
  double engagement = 1;
  std::int64_t spent_cents = 0;  // Euro.
  std::uint32_t city = 0;
  bool imported = false;
  bool wants_news = false;
  bool reads_mail = true;
  std::vector<bool> signed_in;  // By device.
  std::vector<Pending> pending;
  int panel = -1;  // The product on her wall, if any.
  std::int64_t unapplied_amount = 0;
  Plan unapplied_plan = Plan::none;
  std::optional<Topic> grievance;  // What went wrong last.
  std::uint32_t grievance_order = no_order;
  std::uint16_t ordinals = 0;

  Person& person() { return world.people[index]; }
  const Country& home() { return person().home(); }
  Account* account();
  int utc_minutes() { return home().cities[city].utc_minutes; }
  Rhythm rhythm();
  [[nodiscard]] bool customer() const {
    return stage == Stage::trial || stage == Stage::subscribed;
  }
  [[nodiscard]] bool known() const { return stage != Stage::prospect && stage != Stage::guest; }

  // A moment of the current day.
  Time moment() { return moment_on(dice, day, utc_minutes(), rhythm()); }
  void feel(double change);

  struct Detail {
    std::uint32_t visit = no_visit;
    std::int32_t a = 0;
    std::int32_t b = 0;
  };
  Happening& add(What what, Time at, Detail detail);
  void plan_errand(int in_days, Errand errand, std::uint32_t ref, Topic topic);
};

// Lives the whole year of a person.
void live(World& world, std::uint32_t index);

}  // namespace throughline::demo
