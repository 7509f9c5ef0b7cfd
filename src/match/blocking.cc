#include "match/blocking.h"

#include <algorithm>
#include <map>

#include "match/normalise.h"
#include "match/text_distance.h"

namespace throughline::match {

namespace {

constexpr std::uint64_t seed_of_keys = 0x9E3779B97F4A7C15U;

// The finaliser of splitmix64: every bit of the input decides over every bit of the result.
std::uint64_t mixed(std::uint64_t x) {
  x ^= x >> 30U;
  x *= 0xBF58476D1CE4E5B9U;
  x ^= x >> 27U;
  x *= 0x94D049BB133111EBU;
  return x ^ x >> 31U;
}

// FNV-1a.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  }
  return mixed(hash);
}

std::uint32_t key_of(std::uint64_t hash) {
  const auto key = static_cast<std::uint32_t>(hash >> 32U);
  return key == 0 ? 1 : key;
}

}  // namespace

Blocking::Blocking(const Records& records, const BlockingLimits& limits)
    : records_(records), two_sides_(records.count(Side::right) > 0), window_(limits.window) {
  add_passes();
  keys_.resize(records.size() * width_, 0);
  reports_.resize(passes_.size());
  for (std::size_t p = 0; p < passes_.size(); ++p) {
    write_keys(passes_[p], p);
    fill(passes_[p], limits, p);
  }
}

void Blocking::add_passes() {
  using enum FieldRole;
  const std::vector<Field>& fields = records_.schema().fields;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const FieldRole role = fields[f].role;
    if (role == identifier || role == email || role == phone || role == birth_date ||
        role == other) {
      add_field_pass("same " + fields[f].name, f, Transform::whole);
    }
    if (role == email) {
      add_field_pass("same name before the @ in " + fields[f].name, f, Transform::local_part);
    }
  }
  if (Pass* const names = add_pass("names that sound alike", {{given_name, Transform::sound},
                                                              {family_name, Transform::sound}});
      names != nullptr) {
    names->in_any_order = true;
  }
  add_pass("first name and year of birth",
           {{given_name, Transform::whole}, {birth_date, Transform::year}});
  add_pass("last name and year of birth",
           {{family_name, Transform::whole}, {birth_date, Transform::year}});
  add_pass("last name and day of birth",
           {{family_name, Transform::sound}, {birth_date, Transform::month_and_day}});
  for (const FieldRole area : {locality, postcode}) {
    const std::string where = area == locality ? "town" : "postcode";
    add_pass("first name and " + where, {{given_name, Transform::whole}, {area, Transform::whole}});
    add_pass("last name and " + where, {{family_name, Transform::whole}, {area, Transform::whole}});
    add_pass("street and " + where, {{street, Transform::whole}, {area, Transform::whole}});
  }
  add_pass("street and house number",
           {{street, Transform::whole}, {house_number, Transform::whole}});
  add_pass("house number and postcode",
           {{house_number, Transform::whole}, {postcode, Transform::whole}});
  add_pass("last name and initial",
           {{family_name, Transform::whole}, {given_name, Transform::initial}});
  for (const FieldRole coarse : {given_name, family_name, locality}) {
    Pass* const pass = add_pass(std::string(name_of(coarse)), {{coarse, Transform::sound}});
    if (pass != nullptr) {
      pass->is_coarse = true;
    }
  }
}

void Blocking::add_field_pass(std::string name, std::size_t field, Transform transform) {
  Pass pass{.name = std::move(name), .parts = {{field, transform}}};
  pass.first_key = width_;
  pass.keys = records_.schema().fields[field].slots;
  width_ += pass.keys;
  passes_.push_back(std::move(pass));
}

// Null where the schema lacks one of the parts.
Blocking::Pass* Blocking::add_pass(std::string name, const std::vector<Part>& parts) {
  const std::vector<Field>& fields = records_.schema().fields;
  Pass pass{.name = std::move(name), .first_key = width_};
  for (const Part& part : parts) {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const Field& field) { return field.role == part.role; });
    if (found == fields.end()) {
      return nullptr;
    }
    pass.parts.push_back({static_cast<std::size_t>(found - fields.begin()), part.transform});
  }
  width_ += 1;
  return &passes_.emplace_back(std::move(pass));
}

std::uint32_t Blocking::part_key(const KeyField& part, ValueIndex value) const {
  const std::string_view text = records_.text(part.field, value);
  if (text.empty()) {
    return 0;
  }
  switch (part.transform) {
    case Transform::whole:
      return key_of(hash_of(text));
    case Transform::sound: {
      const std::uint32_t sound = soundex(text);
      return sound != 0 ? key_of(mixed(sound)) : key_of(hash_of(text));
    }
    case Transform::year:
      return text.size() == 8 ? key_of(hash_of(text.substr(0, 4))) : 0;
    case Transform::month_and_day:
      return text.size() == 8 ? key_of(hash_of(text.substr(4))) : 0;
    case Transform::local_part:
      return key_of(hash_of(local_part(text)));
    case Transform::initial:
      return key_of(hash_of(text.substr(0, 1)));
  }
  return 0;
}

void Blocking::write_keys(const Pass& pass, std::size_t number) {
  std::vector<std::uint32_t> parts(pass.parts.size());
  for (RecordIndex r = 0; r < records_.size(); ++r) {
    std::uint32_t* const keys = &keys_[r * width_ + pass.first_key];
    for (std::size_t slot = 0; slot < pass.keys; ++slot) {
      for (std::size_t p = 0; p < parts.size(); ++p) {
        parts[p] = part_key(pass.parts[p], records_.values(r, pass.parts[p].field)[slot]);
      }
      if (std::find(parts.begin(), parts.end(), 0U) != parts.end()) {
        continue;
      }
      if (pass.in_any_order) {
        std::sort(parts.begin(), parts.end());
      }
      std::uint64_t hash = mixed(seed_of_keys + number);
      for (const std::uint32_t part : parts) {
        hash = mixed(hash ^ part);
      }
      keys[slot] = key_of(hash);
    }
  }
}

std::uint64_t Blocking::cost(const std::vector<Entry>& entries, std::size_t from,
                             std::size_t to) const {
  const std::uint64_t size = to - from;
  if (!two_sides_) {
    return size * (size - 1) / 2;
  }
  std::uint64_t left = 0;
  for (std::size_t i = from; i < to; ++i) {
    left += records_.side(entries[i].record) == Side::left ? 1U : 0U;
  }
  return left * (size - left);
}

namespace {

// The largest cost of one block that keeps the sum of all within `budget`.
std::uint64_t largest_cost_within(const std::map<std::uint64_t, std::uint64_t>& blocks_by_cost,
                                  std::uint64_t budget) {
  std::uint64_t spent = 0;
  std::uint64_t largest = 0;
  for (const auto& [cost, blocks] : blocks_by_cost) {
    if (cost > budget || (cost > 0 && blocks > (budget - spent) / cost)) {
      break;
    }
    spent += cost * blocks;
    largest = cost;
  }
  return largest;
}

}  // namespace

std::vector<Blocking::Entry> Blocking::entries_of(const Pass& pass) const {
  std::vector<Entry> entries;
  for (RecordIndex r = 0; r < records_.size(); ++r) {
    for (std::size_t slot = 0; slot < pass.keys; ++slot) {
      if (const std::uint32_t key = keys_[r * width_ + pass.first_key + slot]; key != 0) {
        entries.push_back({key, r});
      }
    }
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.key != b.key ? a.key < b.key : a.record < b.record;
  });
  const auto same = [](const Entry& a, const Entry& b) {
    return a.key == b.key && a.record == b.record;
  };
  entries.erase(std::unique(entries.begin(), entries.end(), same), entries.end());
  return entries;
}

std::vector<Blocking::Block> Blocking::blocks_of(const std::vector<Entry>& entries) const {
  std::vector<Block> blocks;
  for (std::size_t from = 0; from < entries.size();) {
    std::size_t to = from + 1;
    while (to < entries.size() && entries[to].key == entries[from].key) {
      ++to;
    }
    if (const std::uint64_t pairs = cost(entries, from, to); pairs > 0) {
      blocks.push_back({from, to, pairs});
    }
    from = to;
  }
  return blocks;
}

void Blocking::fill(Pass& pass, const BlockingLimits& limits, std::size_t number) {
  const std::vector<Entry> entries = entries_of(pass);
  const std::vector<Block> blocks = blocks_of(entries);
  std::map<std::uint64_t, std::uint64_t> blocks_by_cost;
  for (const Block& block : blocks) {
    ++blocks_by_cost[block.cost];
  }
  const std::uint64_t budget =
      std::max(limits.pairs_min, limits.pairs_per_record_max * records_.size());
  const std::uint64_t cost_max = largest_cost_within(blocks_by_cost, budget);
  PassReport& report = reports_[number];
  report.name = pass.name;
  report.blocks = blocks.size();
  for (const Block& block : blocks) {
    if (block.cost <= cost_max) {
      report.pairs += block.cost;
      pass.entries.insert(pass.entries.end(), entries.begin() + static_cast<long>(block.from),
                          entries.begin() + static_cast<long>(block.to));
    } else {
      ++report.blocks_too_large;
      report.pairs += pass.is_coarse ? 0 : (block.to - block.from) * window_;
      take_out(pass, entries, block, number);
    }
  }
  pass.entries.shrink_to_fit();
}

void Blocking::take_out(Pass& pass, const std::vector<Entry>& entries, const Block& block,
                        std::size_t number) {
  std::vector<RecordIndex> windowed;
  for (std::size_t i = block.from; i < block.to; ++i) {
    const RecordIndex record = entries[i].record;
    windowed.push_back(record);
    std::uint32_t* const keys = &keys_[record * width_ + pass.first_key];
    std::replace(keys, keys + pass.keys, entries[i].key, 0U);
  }
  if (!pass.is_coarse) {
    sort_neighbours(windowed, number % records_.schema().fields.size());
    pass.windowed.push_back(std::move(windowed));
  }
}

void Blocking::sort_neighbours(std::vector<RecordIndex>& block, std::size_t first_field) const {
  const std::size_t fields = records_.schema().fields.size();
  std::sort(block.begin(), block.end(), [&](RecordIndex a, RecordIndex b) {
    for (std::size_t i = 0; i < fields; ++i) {
      const std::size_t f = (first_field + i) % fields;
      const ValueIndex left = records_.values(a, f).front();
      const ValueIndex right = records_.values(b, f).front();
      if (left != right) {
        return records_.text(f, left) < records_.text(f, right);
      }
    }
    return a < b;
  });
}

bool Blocking::met_before(RecordIndex a, RecordIndex b, std::size_t pass, std::uint32_t key) const {
  const std::uint32_t* const left = &keys_[a * width_];
  const std::uint32_t* const right = &keys_[b * width_];
  for (std::size_t p = 0; p <= pass; ++p) {
    const std::size_t from = passes_[p].first_key;
    for (std::size_t i = from; i < from + passes_[p].keys; ++i) {
      const bool counts = left[i] != 0 && (p < pass || left[i] < key);
      if (counts && std::find(right + from, right + from + passes_[p].keys, left[i]) !=
                        right + from + passes_[p].keys) {
        return true;
      }
    }
  }
  return false;
}

bool Blocking::holds(RecordIndex a, RecordIndex b) const {
  return !passes_.empty() && met_before(a, b, passes_.size() - 1, ~std::uint32_t{0});
}

void Blocking::each_pair(const Visit& visit) const {
  for (std::size_t p = 0; p < passes_.size(); ++p) {
    visit_blocks(passes_[p], p, visit);
    visit_windows(passes_[p], visit);
  }
}

void Blocking::visit_blocks(const Pass& pass, std::size_t number, const Visit& visit) const {
  for (std::size_t from = 0; from < pass.entries.size();) {
    const std::uint32_t key = pass.entries[from].key;
    std::size_t to = from;
    for (; to < pass.entries.size() && pass.entries[to].key == key; ++to) {
      const RecordIndex b = pass.entries[to].record;
      for (std::size_t i = from; i < to; ++i) {
        const RecordIndex a = pass.entries[i].record;
        const bool apart = two_sides_ && records_.side(a) == records_.side(b);
        if (!apart && !met_before(a, b, number, key)) {
          visit(a, b);
        }
      }
    }
    from = to;
  }
}

void Blocking::visit_windows(const Pass& pass, const Visit& visit) const {
  for (const std::vector<RecordIndex>& block : pass.windowed) {
    for (std::size_t i = 0; i < block.size(); ++i) {
      for (std::size_t j = i + 1; j < std::min(block.size(), i + 1 + window_); ++j) {
        const auto [a, b] = std::minmax(block[i], block[j]);
        const bool apart = two_sides_ && records_.side(a) == records_.side(b);
        if (!apart && !holds(a, b)) {
          visit(a, b);
        }
      }
    }
  }
}

}  // namespace throughline::match
