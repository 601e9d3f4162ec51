<?php
// An editor who does not rest: for so many seconds, posts of a list of ids are changed, unpublished and published again,
// and new ones are written. Prints the ids of the new ones.
require __DIR__ . '/load.php';

function lab_restless($seconds, $ids) {
    $made = array();
    $end = microtime(true) + $seconds;
    for ($turn = 0; microtime(true) < $end; $turn++) {
        $id = $ids[$turn % count($ids)];
        wp_update_post(array('ID' => $id, 'post_status' => 'draft'));
        $made[] = wp_insert_post(array('post_title' => "Restless $turn", 'post_content' => '<p>New.</p>', 'post_status' => 'publish'));
        wp_update_post(array('ID' => $id, 'post_status' => 'publish', 'post_content' => "<p>Changed in turn $turn.</p>"));
        if ($turn % 3 === 2) {
            wp_delete_post(array_shift($made), true);
        }
        usleep(30000);
    }
    echo json_encode($made);
}
lab_restless((float) $argv[2], array_map('intval', explode(',', $argv[3])));
