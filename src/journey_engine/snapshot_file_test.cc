#include "journey_engine/snapshot_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "journey_engine/model_test.h"
#include "testing/temporary_directory.h"

namespace throughline::journey_engine {
namespace {

const EngineOptions small = {.customers_per_shard = 8, .changed_part = 4, .inserts_max = 64};

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void put(const std::string& path, std::string_view content) {
  std::ofstream(path, std::ios::binary) << content;
}

struct World {
  testing::TemporaryDirectory directory;
  std::string path = directory.path() + "/lines";
  Model model;
  Engine engine{model, small};
  Happenings happenings;

  explicit World(std::uint64_t seed, int events) : happenings(seed) {
    happenings.introduce(engine, model);
    happen(engine, events);
  }
  void happen(Engine& into, int events) {
    const auto both = [&](const auto& change) {
      model.apply(change);
      EXPECT_TRUE(into.apply(change).ok());
    };
    for (int i = 0; i < events; ++i) {
      both(happenings.event());
      if (i % 9 == 0) {
        both(happenings.owners());
      }
      if (i % 40 == 39) {
        both(happenings.erased(model));
      }
      if (i % 3 == 0) {
        into.compact();
      }
    }
    EXPECT_TRUE(into.publish({.seq = events}).ok());
  }
};

class SnapshotFiles : public ::testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, SnapshotFiles, ::testing::Range<std::uint64_t>(0, 8));

TEST_P(SnapshotFiles, AnEngineGoesOnFromAFileAsIfItHadNeverStopped) {
  World world(GetParam(), 300);
  ASSERT_TRUE(write_snapshot(world.engine.image(), world.path).ok());
  auto read = read_snapshot(world.path);
  ASSERT_TRUE(read.ok());
  Engine again(world.model, small, *read);
  EXPECT_EQ(again.snapshot().position().seq, 300);
  EXPECT_EQ(lines_of(again.snapshot()), world.model.lines());
  EXPECT_EQ(lines_of_columns(again.snapshot()), world.model.lines());
  world.happen(again, 300);
  while (again.compact(Effort::any)) {
  }
  ASSERT_TRUE(again.publish({.seq = 600}).ok());
  EXPECT_EQ(lines_of(again.snapshot()), world.model.lines());
  EXPECT_EQ(lines_of_columns(again.snapshot()), world.model.lines());
}

TEST(SnapshotFile, WhatIsWrittenIsWhatWasPublishedThen) {
  World world(3, 100);
  const PlainLines lines = world.model.lines();
  const Image image = world.engine.image();
  world.happen(world.engine, 50);
  ASSERT_TRUE(write_snapshot(image, world.path).ok());
  const Engine again(world.model, small, *read_snapshot(world.path));
  EXPECT_EQ(lines_of(again.snapshot()), lines);
}

TEST(SnapshotFile, NoFileIsNotADamagedFile) {
  const testing::TemporaryDirectory directory;
  EXPECT_EQ(read_snapshot(directory.path() + "/none").error().code, ErrorCode::not_found);
}

TEST(SnapshotFile, ACutFileIsRefusedWhereverItIsCut) {
  World world(4, 60);
  ASSERT_TRUE(write_snapshot(world.engine.image(), world.path).ok());
  const std::string whole = content_of(world.path);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    put(world.path, std::string_view(whole).substr(0, length));
    const auto read = read_snapshot(world.path);
    ASSERT_FALSE(read.ok()) << length;
    ASSERT_EQ(read.error().code, ErrorCode::invalid) << length;
  }
  put(world.path, whole + '\0');
  EXPECT_EQ(read_snapshot(world.path).error().code, ErrorCode::invalid);
  put(world.path, whole);
  EXPECT_TRUE(read_snapshot(world.path).ok());
}

TEST(SnapshotFile, AnAlteredFileIsRefusedWhicheverByteItIs) {
  World world(5, 60);
  ASSERT_TRUE(write_snapshot(world.engine.image(), world.path).ok());
  std::string content = content_of(world.path);
  for (std::size_t place = 0; place < content.size(); ++place) {
    const char before = content[place];
    content[place] = static_cast<char>(before ^ static_cast<char>(1U << (place % 8)));
    put(world.path, content);
    ASSERT_EQ(read_snapshot(world.path).error().code, ErrorCode::invalid) << place;
    content[place] = before;
  }
}

// The disk is full after so many bytes, for many numbers of bytes.
TEST(SnapshotFile, AWriteThatFailsLeavesTheOldFile) {
  World world(6, 40);
  ASSERT_TRUE(write_snapshot(world.engine.image(), world.path).ok());
  const std::string old = content_of(world.path);
  world.happen(world.engine, 200);
  const Image image = world.engine.image();
  ASSERT_TRUE(write_snapshot(image, world.path + "2").ok());
  const std::size_t size = std::filesystem::file_size(world.path + "2");
  auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before = {};
  getrlimit(RLIMIT_FSIZE, &before);
  std::size_t refused = 0;
  for (std::size_t bytes = 0; bytes < size; bytes += 97) {
    rlimit limit = before;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
    refused += write_snapshot(image, world.path).ok() ? 0 : 1;
    setrlimit(RLIMIT_FSIZE, &before);
    ASSERT_EQ(content_of(world.path), old) << bytes;
  }
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(refused, (size + 96) / 97);
  ASSERT_TRUE(write_snapshot(image, world.path).ok());
  EXPECT_EQ(content_of(world.path), content_of(world.path + "2"));
}

}  // namespace
}  // namespace throughline::journey_engine
