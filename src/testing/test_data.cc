#include "testing/test_data.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <limits>

#include "codec/csv.h"

namespace throughline::testing {

std::optional<std::string> test_data_folder(std::string_view name) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment.
  const char* const folder = std::getenv("THROUGHLINE_TEST_DATA");
  if (folder == nullptr) {
    return std::nullopt;
  }
  const std::filesystem::path path = std::filesystem::path(folder) / name;
  return std::filesystem::is_directory(path) ? std::optional(path.string()) : std::nullopt;
}

std::string read_test_file(const std::string& path) {
  std::string text;
  // Reads what is not compressed as it is.
  gzFile_s* const file = gzopen(path.c_str(), "rb");
  if (file == nullptr) {
    ADD_FAILURE() << path << " cannot be read";
    return text;
  }
  std::array<char, 65536> buffer = {};
  for (int size = 1; size > 0;) {
    size = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()));
    EXPECT_GE(size, 0) << path;
    text.append(buffer.data(), static_cast<std::size_t>(std::max(size, 0)));
  }
  gzclose(file);
  return text;
}

codec::Json read_test_json(const std::string& path) {
  Result<codec::Json> parsed = codec::parse_json(read_test_file(path));
  if (!parsed) {
    ADD_FAILURE() << path << ": " << parsed.error().message;
    return {};
  }
  return *std::move(parsed);
}

std::vector<std::vector<std::string>> read_test_csv(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  Result<std::vector<codec::CsvRow>> parsed = codec::parse_csv(read_test_file(path));
  if (!parsed) {
    ADD_FAILURE() << path << ": " << parsed.error().message;
    return rows;
  }
  for (std::size_t i = 1; i < parsed->size(); ++i) {
    rows.push_back(std::move((*parsed)[i].fields));
  }
  return rows;
}

std::vector<double> numbers_of(const codec::Json& array) {
  std::vector<double> numbers;
  for (const codec::Json& item : array.items()) {
    numbers.push_back(item.number().value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  return numbers;
}

const codec::Json& at(const codec::Json& value, std::initializer_list<std::string_view> keys) {
  static const codec::Json none;
  const codec::Json* const found = value.find_path(keys);
  EXPECT_NE(found, nullptr);
  return found == nullptr ? none : *found;
}

}  // namespace throughline::testing
